"""Scripts in the settings: what is typed holds and is shown beforehand; whose it is not cannot touch it."""

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from services.scripts.models import Script
from services.scripts.reading import script_of
from services.staff.accounts import set_language
from services.storage.database import Database
from tests.console.filled import filled, send
from tests.console.reception import Browser, Open, hire, unique

ROOT = "/console/settings/scripts"
CHAIN, MSK = f"{ROOT}/chain/parts_selection", f"{ROOT}/units/msk/parts_selection"


@pytest.fixture(autouse=True)
async def untouched(db: Database) -> AsyncIterator[None]:
    """The usual scripts before and after."""
    yield
    async with db.tx() as tx:
        await tx.execute("DELETE FROM script")


async def boss(open_browser: Open, db: Database, role: str = "director", units: tuple[str, ...] = ()) -> Browser:
    return await open_browser(await hire(db, role, units=units, shift="off"))


async def holds(db: Database, unit: str | None = None, kind: str = "parts_selection") -> Script:
    async with db.read() as reader:
        return await script_of(reader, kind, await reader.value("SELECT id FROM unit WHERE code = $1", unit))


def told(browser: Browser, field: str) -> str:
    """What is said to be wrong below a field."""
    found = re.search(rf'id="f-{re.escape(field)}-wrong">(.*?)</p>', browser.page)
    return unescape(found[1]).replace("\u00a0", " ") if found else ""


def plain(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def row_of(browser: Browser, path: str, group: str, code: str) -> int:
    """The row of the form in which this question or result stands."""
    return next(
        int(name.split(".")[1]) for name, value in filled(browser, path).items()
        if name.startswith(f"{group}.") and name.endswith(".code") and value == code
    )  # fmt: skip


async def test_the_list_tells_whose_script_holds(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    page = await browser.get(ROOT)
    assert page.count('class="mark calm">обычный') == 11
    await browser.get(MSK)
    await send(browser, MSK, fields__0__label__ru="Машина")
    assert "Сохранено." in browser.page
    assert "У филиала свой скрипт" in browser.page
    page = await browser.get(f"{ROOT}?unit=msk")
    assert page.count('class="mark">свой у филиала') == 1
    await browser.get(f"{ROOT}/chain/claim")
    await send(browser, f"{ROOT}/chain/claim", fields__0__label__ru="Машина")
    page = await browser.get(f"{ROOT}?unit=msk")
    assert page.count('class="mark">общий для сети') == 1
    assert (await holds(db, "msk")).fields[0].label["ru"] == "Машина"
    assert (await holds(db, "ekb")).fields[0].label["ru"] == "Автомобиль"
    assert "Подбор запчастей" in plain(page)


async def test_questions_move_come_and_go_before_anything_is_saved(open_browser: Open, db: Database) -> None:
    browser, before = await boss(open_browser, db), await holds(db)
    await browser.get(CHAIN)
    codes = [field.code for field in before.fields]
    await send(browser, CHAIN, do="down.fields.0")
    assert browser.status == 200
    assert row_of(browser, CHAIN, "fields", codes[0]) == 1
    await send(browser, CHAIN, do="up.fields.1")
    await send(browser, CHAIN, do="drop.fields.1")
    await send(browser, CHAIN, do="add.fields")
    assert "Пока не сохранено." in browser.page
    assert await holds(db) == before
    last = len(codes) - 1
    await send(browser, CHAIN, **{
        f"fields__{last}__label__ru": "Чей двигатель", f"fields__{last}__kind": "choice", f"fields__{last}__ask__ru": "Чей двигатель?",
        f"fields__{last}__choices__ru": "Свой\n\nКонтрактный ", f"fields__{last}__choices__en": "Own",
    })  # fmt: skip
    assert "Сохранено." in browser.page
    after = await holds(db)
    assert [field.code for field in after.fields] == [codes[0], *codes[2:], "choice"]
    choices = after.fields[-1].choices
    assert [dict(one.label) for one in choices] == [{"ru": "Свой", "en": "Own"}, {"ru": "Контрактный"}]
    await browser.get(CHAIN)
    await send(browser, CHAIN, **{f"fields__{last}__choices__ru": "Контрактный\nРодной", f"fields__{last}__choices__en": ""})
    again = {one.label["ru"]: one.code for one in (await holds(db)).fields[-1].choices}
    assert again["Контрактный"] == choices[1].code, "what clients have answered keeps its meaning"
    assert again["Родной"] not in {choices[1].code, ""}


async def test_results_are_a_tree_below_the_outcomes(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    at = len((await holds(db)).results)
    await send(browser, CHAIN, do="add.results")
    await send(browser, CHAIN, **{
        f"results__{at}__label__ru": "Нашли аналог", f"results__{at}__outcome": "solved", f"results__{at}__next": "recommendation",
        f"results__{at}__requires.vin": "on", f"results__{at}__message__ru": "Аналог нашёлся, ждём вас.",
    }, without=("asks",))  # fmt: skip
    assert "Сохранено." in browser.page
    script = await holds(db)
    result = script.results[-1]
    assert (result.label["ru"], result.outcome, result.next, result.requires) == (
        "Нашли аналог",
        "solved",
        "recommendation",
        ("vin",),
    )
    assert not script.asks
    assert script.result(result.code) == result


async def test_a_preview_is_of_what_is_typed(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    at = row_of(browser, CHAIN, "fields", "vin")
    await send(
        browser, CHAIN, do="preview", **{f"fields__{at}__ask__ru": "Какой <b>VIN</b>?", f"fields__{at}__ask__en": "Which VIN?"}
    )
    shown = browser.page.split('id="preview"')[1]
    assert "Какой &lt;b&gt;VIN&lt;/b&gt;?" in shown
    assert "Which VIN?" in shown
    assert "Пропустить" in shown
    assert "Skip" in shown
    assert filled(browser, CHAIN)[f"fields.{at}.ask.ru"] == "Какой <b>VIN</b>?", "it stays in the form"
    await send(browser, CHAIN, do="preview", without=("asks",))
    assert "Бот ничего не спрашивает." in browser.page.split('id="preview"')[1]
    assert not (await holds(db)).own


UNKNOWN = "Такого варианта нет: обновите страницу и выберите снова."


async def test_mistakes_are_told_at_the_field(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    for field, typed, words in (
        ("fields.0.label.ru", "", "Заполните это поле."), ("fields.0.label.ru", "я" * 5000, "Слишком длинно."),
        ("fields.1.kind", "choice", "Заполните это поле."), ("fields.0.ask.ru", "я" * 5000, "Слишком длинно."),
        ("fields.0.kind", "robot", UNKNOWN), ("results.0.outcome", "won", UNKNOWN), ("results.0.next", "later", UNKNOWN),
        ("fields.0.code", "../../etc", "Этого кода быть не может: уберите строку и добавьте заново."),
    ):  # fmt: skip
        await browser.get(CHAIN)
        await send(browser, CHAIN, fields__0__label__en="", **{field.replace(".", "__"): typed})
        assert browser.status == 422, field
        assert told(browser, "fields.1.choices" if typed == "choice" else field) == words, field
        number = "Итог 1" if field.startswith("results") else f"Вопрос {2 if '.1.' in field else 1}"
        assert f"{number}: " in plain(browser.page)
        if "label" in field or "ask" in field:
            assert filled(browser, CHAIN)[field] == typed, "as it was typed"
    assert not (await holds(db)).own


async def test_too_much_of_everything(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    form = filled(browser, CHAIN)
    many = {
        f"fields.{row}.{name}": value for row in range(10, 40) for name, value in (("kind", "text"), ("label.ru", f"В{row}"))
    }
    await browser.post(CHAIN, form | many)
    assert browser.status == 422
    assert "Слишком много вопросов: до 20." in browser.page
    await browser.post(CHAIN, form | {f"junk.{n}": "1" for n in range(1200)})
    assert browser.status == 413
    await browser.post(CHAIN, form | {"do": "up.fields.99", "fields.0.weird": "1", "fields.x.label.ru": "?"})
    assert browser.status == 200
    assert not (await holds(db)).own


async def test_two_editors_at_once(open_browser: Open, db: Database) -> None:
    first, second = await boss(open_browser, db), await boss(open_browser, db, "admin")
    await first.get(CHAIN)
    await second.get(CHAIN)
    await send(first, CHAIN, fields__0__label__ru="Первый")
    await send(second, CHAIN, fields__0__label__ru="Второй")
    assert second.status == 422
    assert "это изменил кто-то другой" in second.page
    assert (await holds(db)).fields[0].label["ru"] == "Первый"
    await send(second, CHAIN)
    assert "Сохранено." in second.page, "knowing it, they may"
    assert (await holds(db)).fields[0].label["ru"] == "Второй"


async def test_back_to_the_chains_and_to_the_usual(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    for path in (CHAIN, MSK):
        await browser.get(path)
        await send(browser, path, fields__0__label__ru=f"Свой {path[-20:]}")
    again = filled(browser, f"{MSK}/drop")
    await browser.post(f"{MSK}/drop", again)
    assert "Теперь филиал работает по правилам сети" in browser.page
    assert (await holds(db, "msk")).unit_id is None
    await browser.post(f"{MSK}/drop", again | {"key": unique("key")})
    assert browser.status == 200, "whoever comes second finds it done"
    await browser.get(CHAIN)
    await send(browser, f"{CHAIN}/drop")
    assert "Теперь действует обычный скрипт." in browser.page
    assert not (await holds(db)).own


@pytest.mark.parametrize(("who", "units"), [("agent", ("msk",)), ("qa", ()), ("head", ("ekb",))])
async def test_whose_script_it_is_not_can_do_nothing(
    who: str, units: tuple[str, ...], open_browser: Open, db: Database
) -> None:  # fmt: skip
    director = await boss(open_browser, db)
    await director.get(MSK)
    await send(director, MSK, fields__0__label__ru="Машина")
    good = filled(director, MSK)
    browser = await boss(open_browser, db, who, units)
    await browser.get("/console")
    hidden = {"csrf": browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0]}
    for path in (CHAIN, MSK):
        await browser.get(path)
        assert browser.status in {403, 404}
        for data in ({"fields.0.label.ru": "Чужое"}, {"do": "preview"}):
            await browser.post(path, good | hidden | {"key": unique("key")} | data)
            assert browser.status in {403, 404}
        await browser.post(f"{path}/drop", hidden | {"key": unique("key")})
        assert browser.status in {403, 404}
    await browser.get(ROOT)
    assert browser.status == (200 if who == "head" else 404)
    assert (await holds(db, "msk")).fields[0].label["ru"] == "Машина"
    assert not (await holds(db)).own
    await director.post(MSK, good | {"csrf": "forged", "key": unique("key"), "fields.0.label.ru": "Чужое"})
    assert director.status == 403
    for path in (f"{ROOT}/units/nowhere/claim", f"{ROOT}/chain/nothing", f"{ROOT}/units/msk/nothing"):
        await director.get(path)
        assert director.status == 404


async def test_a_head_edits_their_unit_only(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db, "head", ("msk",))
    page = await browser.get(ROOT)
    assert f'href="{MSK}"' in page
    assert 'value="ekb"' not in page
    await browser.get(MSK)
    await send(browser, MSK, fields__0__required="on")
    assert (await holds(db, "msk")).fields[0].required
    await browser.get(f"{ROOT}?unit=ekb")
    assert f'href="{MSK}"' in browser.page, "what is not theirs is as if it were not there"


async def test_the_journal_tells_what_changed(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(MSK)
    await send(browser, MSK, fields__0__label__ru="Машина", without=("asks",))
    await send(browser, MSK, do="down.fields.0")
    await send(browser, MSK)
    await send(browser, f"{MSK}/drop")
    page = unescape(await browser.get("/console/settings/audit?kind=script"))
    assert "Скрипт снова общий: Подбор запчастей, СТО Москва" in page
    assert "Изменён скрипт: Подбор запчастей, СТО Москва" in page
    assert "Вопрос «Машина»" in page
    assert "Порядок вопросов" in page
    assert "Бот спрашивает сам" in page
    other = await boss(open_browser, db, "head", ("ekb",))
    assert "СТО Москва" not in await other.get("/console/settings/audit?kind=script")


async def test_in_english(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    assert browser.staff
    async with db.tx() as tx:
        await set_language(tx, browser.staff, "en")
    for path in (ROOT, f"{ROOT}/chain/other", "/console/scripts"):
        page = re.sub(r'lang="ru".*?</section>', "", await browser.get(path), flags=re.DOTALL)
        assert not re.search(r"Скрипт|Вопрос|Итог|Бот|Показать", page), path
    await browser.get(CHAIN)
    await send(browser, CHAIN, fields__0__label__ru="", fields__0__label__en="")
    assert told(browser, "fields.0.label.ru") == "Please fill this in."
