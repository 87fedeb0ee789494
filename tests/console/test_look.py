"""How it looks, as far as a program can tell: readable by everybody on every page, and nothing to be scrolled sideways."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from services.booking import visits
from services.booking.reading import visit_of
from services.catalog.editing import save_resource
from services.catalog.queries import works_by_codes
from services.catalog.usual import add_usual_works
from services.clients.linking import put_client
from services.garage.editing import put_vehicle
from services.requests import answers, promises
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.storage.database import Database
from services.units import unit_by_code
from services.watch.notices import notify
from tests.axe import flaws
from tests.console.reception import Customer, give, hire, unique
from tests.console.screen import Screen, SitDown
from tests.ways import ONE

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]
LONG = "Константин-Константинопольский"


@dataclass
class Scene:
    """A desk with something of everything on it, and the addresses of its pages."""

    head: Staff
    pages: tuple[str, ...]
    unit: str
    visit: str


@pytest.fixture(scope="module")
async def scene(db: Database) -> Scene:
    """Made once for all looks at it."""
    phone = f"+7497{unique('').zfill(7)}"
    head, chat = await hire(db, "head"), iter(range(920_000_000, 930_000_000))
    people = [Customer(db, next(chat), name=name) for name in (LONG, "Анна", "Олег", "Пётр")]
    numbers = [await person.writes("Отказали тормоза, " + "д" * 300 + " https://example.org/" + "x" * 200) for person in people]
    code = unique("look-")
    async with db.tx(actor=head.actor) as tx:
        await add_usual_works(tx)
        unit_id = await tx.value(
            "INSERT INTO unit (code, name, city, address, time_zone, hours) VALUES ($1, $2, $3, $4, 'Europe/Moscow', $5) RETURNING id",
            code, {"ru": "СТО на Большой Конюшенной", "en": "Station"}, {"ru": "Москва"}, {"ru": "ул. Ленина, 1"},
            {"week": {str(day): [["00:00", "00:00"]] for day in range(7)}, "days": {}},
        )  # fmt: skip
        for kind, name, abilities in (("bay", "Подъёмник", ("lift",)), ("technician", "Сергей", ())):
            await save_resource(
                tx, None, unit_id=unit_id, kind=kind, name={"ru": name}, abilities=abilities, hours=None, position=1, active=True
            )  # fmt: skip
        client, _ = await put_client(tx, unique("look-"), name=f"{LONG} {LONG}", phone=phone, birthday=None, tier="gold")
        await put_vehicle(
            tx,
            unique("car-"),
            client_id=client.id,
            make="Mercedes-Benz",
            model="Sprinter Classic 311 CDI",
            year=2019,
            plate="А123ВС77",
        )
        unit = await unit_by_code(tx, code)
        assert unit
        visit = await visits.book(
            tx, unit=unit, works=await works_by_codes(tx, ["oil"]),
            starts_at=tx.now + timedelta(hours=2), client_id=client.id, source="console", staff=True, comment="стучит " * 30,
        )  # fmt: skip
        found = await visit_of(tx, visit.public_id)
        assert found
    for number in numbers:
        await give(db, number, head)
    async with db.tx(actor=head.actor) as tx:
        await answers.note(tx, head, numbers[0], text="заметка")
        await answers.answer(tx, head, numbers[1], text="ответ")
        await promises.promise(tx, head, numbers[1], due_at=tx.now + timedelta(hours=1), note="узнать цену")
        await promises.promise(tx, head, numbers[2], due_at=tx.now + timedelta(minutes=20), note="")
        for what, data in (
            ("rush", {"waiting": 14, "unit_id": None}), ("missed", {"clock": "resolve", "due_at": tx.now.isoformat(), "agent": LONG}),
            ("nudge", {"minutes": 12}), ("withdrawn", {"until": tx.now.isoformat(), "by": LONG, "why": "д" * 300}),
        ):  # fmt: skip
            await notify(tx, [head.id], what, None if what == "rush" else numbers[3], **data)
    one = f"/console/requests/{numbers[0]}"
    return Scene(
        head,
        (
            "/console", one, f"/console/requests/{numbers[1]}", f"{one}/visit?unit={code}&work.oil=on&show=1", "/console/requests",
            "/console/requests?q=щщщ", "/console/requests?late=1",
            "/console/board", "/console/missed?since=2026-01-01", f"/console/visits?unit={code}", "/console/notices",
            "/console/visits?day=2020-01-01", f"/console/visits/{visit.public_id}?move",
            f"/console/search?q={LONG[:8]}", "/console/search?q=щщщ", "/console/archive?said=in&q=%22щ+щ%22",
            f"/console/clients/{client.public_id}", "/console/help",
            "/console/password", "/console/settings", "/console/settings/distribution/chain", "/console/settings/watch/chain",
            "/console/settings/scripts/chain/parts_selection", "/console/scripts",
            "/console/repeats", "/console/tags", "/console/duplicates", "/console/settings/tags", "/console/nowhere",
        ),
        code, visit.public_id,
    )  # fmt: skip


async def sits(sit_down: SitDown, staff: Staff | None, width: int, scheme: str) -> Screen:
    phone = width < 600
    return await sit_down(
        staff,
        color_scheme=scheme,
        viewport={"width": width, "height": 740 if phone else 1000},
        has_touch=phone,
        is_mobile=phone,
    )


async def speaks(db: Database, staff: Staff, language: str) -> None:
    """Their language from now on."""
    async with db.tx(actor=staff.actor) as tx:
        await set_language(tx, staff, language)


# A telephone in the dark, where Russian is read by all rules; a screen in the light, where English is. The other language must fit, too.
Look = tuple[int, str, tuple[str, str]]
NARROW = 360
LOOKS: list[Look] = [(NARROW, "dark", ("ru", "en")), (1920, "light", ("en", "ru"))]
WIDTHS = {NARROW: (NARROW,), 1920: (768, 1440, 1920)}


@pytest.mark.parametrize("look", LOOKS, ids=["phone", "screen"])
async def test_everybody_can_read_every_page(sit_down: SitDown, db: Database, scene: Scene, look: Look) -> None:
    width, scheme, languages = look
    screen = await sits(sit_down, scene.head, width, scheme)
    screen.accept += ("404",)
    for language in languages[:1] if ONE else languages:
        await speaks(db, scene.head, language)
        for number, path in enumerate(scene.pages):
            examined = language == languages[0] and (not ONE or number % len(LOOKS) == LOOKS.index(look))
            if ONE and not examined and width > NARROW:
                continue  # what is too wide shows itself where it is narrow
            await screen.open(path)
            assert await screen.page.evaluate("document.documentElement.lang") == language
            for seen in WIDTHS[width]:
                await fits(screen.page, seen, path)
            if examined:
                for drawer in await screen.page.locator(".drawer summary").all():
                    await drawer.click()
                assert await flaws(screen.page) == [], path


async def fits(page: Page, width: int, path: str) -> None:
    """At this width nothing is to be scrolled sideways."""
    if page.viewport_size and page.viewport_size["width"] != width:
        await page.set_viewport_size({"width": width, "height": 1000})
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.one_look
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
async def test_dialogs_and_doors_can_be_read_too(sit_down: SitDown, scene: Scene, width: int, scheme: str) -> None:
    screen = await sits(sit_down, None, width, scheme)
    await screen.open("/console/sign-in")
    assert await flaws(screen.page) == []
    await screen.sign_in(scene.head)
    page = screen.page
    await page.keyboard.press("?")
    assert await flaws(page) == []
    await page.keyboard.press("Escape")
    await page.keyboard.press("/")
    for words in (LONG[:6], "щщщ"):
        await page.fill("#search-words", words)
        await expect(page.locator("#found")).to_contain_text(LONG if words != "щщщ" else "щщщ")
        assert await flaws(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.keyboard.press("Escape")
    await page.locator(".me:not(.everywhere) summary").click()
    assert await flaws(page) == []


async def test_on_a_phone_the_answer_is_at_hand(sit_down: SitDown, db: Database, scene: Scene) -> None:
    await speaks(db, scene.head, "en")
    screen = await sits(sit_down, scene.head, 360, "light")
    await screen.open(scene.pages[1])
    await expect(screen.page.locator("#answer-text")).to_be_in_viewport()
    await expect(screen.page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    await screen.page.locator(".to-card").click()
    await expect(screen.page.locator("#card h2")).to_be_in_viewport()


async def test_on_a_wide_screen_there_are_three_zones_and_no_endless_lines(sit_down: SitDown, scene: Scene) -> None:
    screen = await sits(sit_down, scene.head, 1920, "light")
    await screen.open(scene.pages[1])
    boxes = [
        await screen.page.locator(name).first.bounding_box()
        for name in ("#rail", "#conversation", "#card", "#answer-text", ".entry .text")
    ]
    rail, talk, card, answer, text = (box for box in boxes if box)
    assert rail["x"] + rail["width"] <= talk["x"]
    assert talk["x"] + talk["width"] <= card["x"] + 1
    assert answer["width"] <= 920
    assert text["width"] <= 720


async def test_the_list_of_the_day_is_live(sit_down: SitDown, db: Database, scene: Scene) -> None:
    screen = await sits(sit_down, await hire(db), 1440, "light")
    await screen.open(f"/console/visits?unit={scene.unit}")
    line = screen.page.locator(f'[id="{scene.visit}"] .mark')
    await expect(line).to_have_text("назначена")
    async with db.tx() as tx:
        visit = await visit_of(tx, scene.visit)
        assert visit
        await visits.confirm(tx, visit)
    await expect(line).to_have_text("подтверждена")
