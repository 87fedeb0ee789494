"""Who reaches which settings: every page and every form, for every kind of person."""

import pytest

from services.answers import AnswerData, add_answer
from services.audit import KINDS
from services.catalog.editing import save_resource
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.reception import Browser, Open, hire, unique

PEOPLE = {
    "agent": ("agent", ("msk",)), "their-head": ("head", ("msk",)), "other-head": ("head", ("ekb",)), "head-of-all": ("head", ()),
    "director": ("director", ()), "qa": ("qa", ()), "admin": ("admin", ()),
}  # fmt: skip
EDITORS = {"head-of-all", "director", "admin"}
HEADS = EDITORS | {"their-head", "other-head"}


def csrf(browser: Browser) -> dict[str, str]:
    return {"csrf": browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0], "key": unique("key")}


async def things(db: Database) -> tuple[int, int, Staff]:
    """A bay, a typical answer and an agent of the unit msk."""
    boss, agent = await hire(db, "director"), await hire(db, "agent", units=("msk",))
    async with db.tx() as tx:
        unit_id = await tx.value("SELECT id FROM unit WHERE code = 'msk'")
        bay = await save_resource(
            tx, None, unit_id=unit_id, kind="bay", name={"ru": unique("Пост ")}, abilities=("bay",), hours=None, position=100, active=False
        )  # fmt: skip
        answer = await add_answer(tx, boss, AnswerData({"ru": unique("Ответ ")}, {"ru": "Слова"}, unit="msk"))
    return bay.id, answer, agent


@pytest.mark.parametrize("who", PEOPLE)
async def test_who_sees_what(who: str, open_browser: Open, db: Database) -> None:
    role, units = PEOPLE[who]
    bay, answer, agent = await things(db)
    browser = await open_browser(await hire(db, role, units=units))
    msk = who in EDITORS | {"their-head"}
    expected = {
        "": who in HEADS, "/chain": who in EDITORS, "/units": who in HEADS, "/new-unit": who in EDITORS, "/units/msk": msk,
        "/units/msk/days": msk, "/units/msk/resources": msk, f"/resources/{bay}": msk, "/works": who in HEADS,
        "/new-work": who in EDITORS, "/staff": who in HEADS, "/new-person": who in HEADS, f"/staff/{agent.login}": msk,
        "/answers": who in HEADS, "/new-answer": who in HEADS, f"/answers/{answer}": msk, "/audit": who in HEADS | {"qa"},
    }  # fmt: skip
    for path, allowed in expected.items():
        await browser.get(f"/console/settings{path}")
        seen = browser.status == 200
        assert seen is allowed, (path, browser.status)
        assert seen or browser.status in {403, 404}
    await browser.get("/console")
    assert ('href="/console/settings"' in browser.page) is (who in HEADS)
    assert ('href="/console/settings/audit"' in browser.page) is (who == "qa")


@pytest.mark.parametrize("who", ["agent", "other-head", "qa"])
async def test_nothing_is_changed_by_who_may_not(who: str, open_browser: Open, db: Database) -> None:
    role, units = PEOPLE[who]
    bay, answer, agent = await things(db)
    browser = await open_browser(await hire(db, role, units=units))
    names = {"name.ru": "Чужое", "title.ru": "Чужое", "body.ru": "Чужое", "city.ru": "Москва", "address.ru": "Чужое"}
    fields = names | {
        "kind": "lift", "count": "1", "names": "Чужой", "since": "2026-12-31", "until": "2027-01-01", "reason": "чужое", "all": "1",
        "role": "agent", "name": "Чужой", "unit.msk": "on", "unit": "msk", "sure": "on", "block": "1", "minutes": "60",
        "family": "other", "bay": "lift", "setup_minutes": "0", "cleanup_minutes": "0", "position": "1", "active": "on",
    }  # fmt: skip
    async with db.read() as reader:
        last = await reader.value("SELECT max(id) FROM event")
    for path in (
        "/chain", "/new-unit", "/units/msk", "/units/msk/days", "/units/msk/days/remove", "/units/msk/days/holidays", "/units/msk/bays",
        "/units/msk/technicians", f"/resources/{bay}", f"/resources/{bay}/block", f"/resources/{bay}/unblock", "/works/usual",
        "/new-work", "/works/oil", f"/staff/{agent.login}", f"/staff/{agent.login}/password", f"/staff/{agent.login}/leave",
        f"/staff/{agent.login}/return", f"/answers/{answer}", f"/answers/{answer}/remove",
    ):  # fmt: skip
        await browser.post(f"/console/settings{path}", csrf(browser) | fields)
        assert browser.status in {403, 404}, path
    for path in ("/new-person", "/new-answer"):  # there is such a form for heads, but not for what is not theirs
        await browser.post(f"/console/settings{path}", csrf(browser) | fields)
        assert browser.status in {403, 404, 422}, path
    async with db.read() as reader:
        changed = await reader.value(
            "SELECT count(*) FROM event WHERE id > $1 AND split_part(type, '.', 1) = ANY ($2::text[])", last, list(KINDS)
        )
        assert changed == 0


async def test_without_a_session_there_is_only_the_door(open_browser: Open) -> None:
    browser = await open_browser()
    for path in ("/console/settings", "/console/settings/staff", "/console/visits", "/console/settings/audit"):
        await browser.get(path)
        assert browser.path.startswith("/console/sign-in"), path


async def test_a_form_from_elsewhere_does_nothing(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db, "admin"))
    await browser.post("/console/settings/chain", {"name.ru": "Чужая сеть"})
    assert browser.status == 403
    assert "Чужая сеть" in browser.page, "what was typed is shown again"
