"""Tags, repeat contacts and qualification in the console (G4, V6, G10)."""

from collections.abc import Callable

import pytest

from services.labelling.editing import TagData, make_tag
from services.requests.closing import close
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.filled import send
from tests.console.reception import Customer, Open, give, hire, unique

Clients = Callable[[], Customer]


async def _tag(db: Database, name: str, unit: str = "") -> str:
    boss = await hire(db, "director")
    async with db.tx(actor=boss.actor) as tx:
        return await make_tag(tx, boss, TagData({"ru": name, "en": f"{name} en"}, unit))


async def _settled(db: Database, number: int, staff: Staff, outcome: str = "solved") -> None:
    await give(db, number, staff)
    async with db.tx(actor=staff.actor) as tx:
        await close(tx, staff, number, outcome=outcome, summary="Готово")


async def _returned(db: Database, person: Customer, anna: Staff) -> tuple[int, int]:
    """A request that was closed, and the one in which the client is back about it."""
    first = await person.writes("Стучит подвеска")
    await _settled(db, first, anna)
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE request SET closed_at = closed_at - interval '4 days', created_at = created_at - interval '5 days' WHERE number = $1",
            first,
        )
    second = await person.writes("Опять стучит, разберитесь уже наконец")
    return first, second


async def test_whoever_leads_a_request_tags_it(db: Database, open_browser: Open, customer: Clients) -> None:
    name = f"Шум {unique('')}"
    code = await _tag(db, name)
    number = await customer().writes("Гудит")
    anna = await hire(db)
    await give(db, number, anna)
    browser = await open_browser(anna)
    page = await browser.get(f"/console/requests/{number}")
    assert f'<option value="{name}">' in page
    action = f"/console/requests/{number}/tags"
    page = await browser.submit(action, tag="нет такой")
    assert (browser.status, "Такой метки нет" in page) == (422, True)
    page = await browser.submit(action, tag=name.upper())
    assert browser.status == 200
    assert f"Снять метку «{name}»" in page
    head = await open_browser(await hire(db, "head"))
    page = await head.get(f"/console/requests?tag={code}")
    assert f"№ {number}" in page
    page = await head.get("/console/tags")
    assert f"#{name}" in page
    assert f"tag={code}" in page
    page = await browser.submit(action, off=code)
    assert f"Снять метку «{name}»" not in page


async def test_a_repeat_contact_is_seen_in_both_requests_and_settled_by_heads(
    db: Database, open_browser: Open, customer: Clients
) -> None:
    anna = await hire(db)
    first, second = await _returned(db, customer(), anna)
    await give(db, second, anna)
    browser = await open_browser(anna)
    page = await browser.get(f"/console/requests/{second}")
    assert "Повторное обращение" in page
    assert f"закрыто за 4 дня до этого, засчитано: {anna.name}" in page
    assert f'href="/console/requests/{first}"' in page
    assert "/repeat" not in page
    assert f"№ {second}" in await browser.get(f"/console/requests/{first}")
    head = await open_browser(await hire(db, "head"))
    assert f"№ {second}" in await head.get(f"/console/requests?blamed={anna.login}&state=all")
    page = await head.get("/console/repeats")
    assert anna.name in page
    await head.get(f"/console/requests/{second}")
    page = await send(head, f"/console/requests/{second}/repeat", counts="no")
    assert head.status == 422
    page = await send(head, f"/console/requests/{second}/repeat", counts="no", reason="Другая поломка")
    assert "Отмечено, что это не повтор" in page
    assert "«Другая поломка»" in page
    assert f"№ {second}" not in await head.get(f"/console/requests?blamed={anna.login}&state=all")
    assert "Повторные" in await head.get("/console/board")


async def test_a_request_opened_again_says_so(db: Database, open_browser: Open, customer: Clients) -> None:
    """In the heading, in the rail, and as a repeat charged to who had closed it."""
    anna, person = await hire(db), customer()
    number = await person.writes("Стучит подвеска")
    await _settled(db, number, anna)
    browser = await open_browser(anna)
    assert "Открыто снова" not in await browser.get(f"/console/requests/{number}")
    assert await person.writes("Опять стучит") == number
    await give(db, number, anna)
    page = await browser.get(f"/console/requests/{number}")
    for part, end in (('<header class="subject">', "</header>"), ('class="held"', "</ul>")):
        assert "Открыто снова" in page.split(part)[1].split(end)[0]
    assert f"клиент вернулся в это же обращение, закрыто в тот же день, засчитано: {anna.name}" in page
    head = await open_browser(await hire(db, "head"))
    assert f"№ {number}" in await head.get(f"/console/requests?blamed={anna.login}&state=all")


async def test_quality_control_qualifies(db: Database, open_browser: Open, customer: Clients) -> None:
    anna = await hire(db)
    number = await customer().writes("Вы кто?")
    await _settled(db, number, anna, "not_target")
    agent = await open_browser(anna)
    page = await agent.get(f"/console/requests/{number}")
    assert "нецелевое" in page
    assert "/qualify" not in page
    qa = await open_browser(await hire(db, "qa"))
    await qa.get(f"/console/requests/{number}")
    page = await qa.submit(f"/console/requests/{number}/qualify", target="yes", reason="Спрашивал про ремонт")
    assert "<b>целевое</b>" in page
    assert "«Спрашивал про ремонт»" in page
    page = await qa.submit(f"/console/requests/{number}/qualify", target="maybe")
    assert qa.status == 422


@pytest.mark.parametrize("path", ["/console/tags", "/console/repeats"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?since=2026-11-01&until=2026-11-24&unit=ekb",
        "?since=9999-99-99&until=x&unit=%00'",
        "?since=2026-12-01&until=2001-01-01",
    ],
)
async def test_figures_bear_any_address_and_are_not_for_agents(db: Database, open_browser: Open, path: str, query: str) -> None:
    qa, agent = await open_browser(await hire(db, "qa")), await open_browser(await hire(db))
    await qa.get(path + query)
    assert qa.status == 200
    await agent.get(path + query)
    assert agent.status == 404


async def test_forged_forms_change_nothing(db: Database, open_browser: Open, customer: Clients) -> None:
    name = f"Шум {unique('')}"
    await _tag(db, name)
    number = await customer().writes("Гудит")
    other = await open_browser(await hire(db))
    await other.get("/console/password")
    hidden = other.form("/console/password")
    for form, fields in (
        ("tags", {"tag": name}), ("qualify", {"target": "no"}), ("repeat", {"counts": "no", "reason": "x"}),
        ("verify-phone", {"reason": "x"}),
    ):  # fmt: skip
        await other.post(f"/console/requests/{number}/{form}", hidden | fields)
        assert other.status == 404, form
        await other.post(f"/console/requests/{number}/{form}", fields)
        assert other.status == 403, form
    async with db.tx() as tx:
        assert await tx.value("SELECT count(*) FROM request_tag WHERE request_number = $1", number) == 0


async def test_tags_in_the_settings(db: Database, open_browser: Open) -> None:
    director, local = await open_browser(await hire(db, "director")), await open_browser(await hire(db, "head", units=("ekb",)))
    name = f"Метка {unique('')}"
    await director.get("/console/settings/new-tag")
    page = await send(director, "/console/settings/new-tag", name__ru="")
    assert director.status == 422
    page = await send(director, "/console/settings/new-tag", name__ru=name)
    assert f"#{name}" in page
    await director.get("/console/settings/new-tag")
    page = await send(director, "/console/settings/new-tag", name__ru=name)
    assert "Такая метка уже есть." in page
    async with db.tx() as tx:
        tag_id = await tx.value("SELECT id FROM tag WHERE name ->> 'ru' = $1", name)
    await local.get(f"/console/settings/tags/{tag_id}")
    assert local.status == 403
    await director.get(f"/console/settings/tags/{tag_id}")
    page = await send(director, f"/console/settings/tags/{tag_id}", without=("active",))
    assert "Сохранено." in page
    await director.get("/console/settings/tags")
    page = await send(director, "/console/settings/tags/repeats", days="1000")
    assert director.status == 422
    page = await send(director, "/console/settings/tags/repeats", days="10")
    assert director.status == 200
    await local.get("/console/settings/tags")
    await send(local, "/console/settings/tags/repeats/ekb", days="7")
    assert local.status == 200
    page = await local.get("/console/settings/audit?kind=tag")
    assert "Изменён срок повторных обращений" in page
    page = await director.get("/console/settings/audit?kind=tag")
    assert "Метка изменена" in page
    async with db.tx() as tx:
        await tx.execute("DELETE FROM repeat_rule")
