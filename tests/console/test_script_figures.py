"""How scripts do: every number opens what it counts, and heads see their units only."""

import re
from collections.abc import Callable
from html import unescape

from services.storage.database import Database
from tests.console.reception import Customer, Open, hire, unique
from tests.console.test_wrap_up import closes, opened, plain

Clients = Callable[[], Customer]


async def test_figures_open_what_they_count(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, code = await hire(db), unique("fig-")
    async with db.tx() as tx:
        await tx.execute(
            "INSERT INTO unit (code, name, city, address, time_zone, hours) VALUES ($1, $2, $2, $2, 'Europe/Moscow', '{}')",
            code, {"ru": f"СТО {code}"},
        )  # fmt: skip
    browser = await open_browser(agent)
    for outcome in ("refused.expensive", "refused.expensive", "answered.no_parts", "spam"):
        number = await opened(db, customer(), agent, unit=code)
        await browser.get(f"/console/requests/{number}")
        await closes(browser, number, outcome=outcome, summary="итог")
        async with db.tx() as tx:
            await tx.execute(
                "INSERT INTO script_field (request_number, code, asked_at, left_as) VALUES ($1, 'vin', now(), 'skipped') "
                "ON CONFLICT (request_number, code) DO UPDATE SET asked_at = now(), left_as = 'skipped', known = false", number,
            )  # fmt: skip
    await browser.get("/console/scripts")
    assert browser.status == 404, "for agents there are no figures"
    head = await open_browser(await hire(db, "head", units=(code,)))
    page = await head.get("/console/scripts")
    assert "Отказался: Дорого" in plain(page)
    assert 'href="/console/settings/scripts/chain' not in page
    links = {unescape(href): int(value) for href, value in re.findall(r'<td[^>]*><a href="([^"]+)">(\d+)', page)}
    assert sorted(links.values(), reverse=True)[:2] == [4, 4]
    for href, count in links.items():
        await head.get(href)
        assert len(re.findall(r'<th scope="row"><a href="/console/requests/\d+">', head.page)) == count, href
    page = await head.get(f"/console/scripts?unit={code}&type=parts_selection&since=2026-11-01&until=2026-11-30")
    assert f'href="/console/settings/scripts/units/{code}/parts_selection"' in page
    other = await open_browser(await hire(db, "head", units=("ekb",)))
    for path in (
        "/console/scripts",
        f"/console/scripts?unit={code}&each=1",
        f"/console/scripts?since=9999-99-99&type={'x' * 5000}&unit=%00",
    ):
        page = await other.get(path)
        assert other.status == 200
        assert f"СТО {code}" not in page
        assert "Отказался: Дорого" not in plain(page)
    assert 'href="/console/scripts' in await head.get("/console/board")
