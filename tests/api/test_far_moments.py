"""Moments at the ends of the calendar, and months that are longer than they look."""

from urllib.parse import quote

import pytest

from tests.api.shop import Shop, new_phone, unique
from tests.api.test_appointments import NINE, add_crew, add_work

FAR = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+03:00", "9999-12-31T23:00:00Z", "9999-12-31T23:59:59-05:00")
LATE = ("0002-01-01T00:00:00+03:00", "9998-12-31T23:00:00-05:00")


@pytest.mark.parametrize("at", FAR + LATE)
async def test_no_moment_is_too_far(shop: Shop, at: str) -> None:
    """They can be asked about; nothing is booked there."""
    code, source, agent, ref = await add_work(shop), await shop.token("source"), await shop.agent(), unique("c-")
    await add_crew(shop, 1)
    (await source.put(f"/clients/{ref}", {"name": "Анна", "phone": new_phone()})).ok()
    body = {"unit": shop.unit, "works": [code], "client_ref": ref}
    visit = (await source.post("/appointments", {**body, "starts_at": NINE.isoformat()})).ok(201)
    for caller in (source, agent):
        refused = await caller.post("/appointments", {**body, "starts_at": at})
        assert (refused.status, refused.code) in {(422, "invalid"), (422, "slot-invalid")}
        moved = await caller.post(f"/appointments/{visit['id']}/move", {"starts_at": at})
        assert (moved.status, moved.code) in {(422, "invalid"), (422, "slot-invalid")}
        for end in ("from", "to"):
            (await caller.get(f"/appointments?unit={shop.unit}&{end}={quote(at)}")).ok()
            listed = await caller.get(f"/availability?unit={shop.unit}&works={code}&{end}={quote(at)}")
            assert listed.status in {200, 422}
            assert end == "to" or at < "1" or listed.ok()["slots"] == []


async def test_the_month_in_which_summer_time_ends(shop: Shop) -> None:
    """October has 31 days, and an hour more in Berlin; it is listed whole. 32 days are not."""
    code, source = await add_work(shop), await shop.token("source")
    await add_crew(shop, 1)
    query = f"/availability?unit={shop.unit}&works={code}&from={quote('2026-10-01T00:00:00+02:00')}&to="
    (await source.get(query + quote("2026-11-01T00:00:00+01:00"))).ok()
    [error] = (await source.get(query + quote("2026-11-02T00:00:00+01:00"))).refused(422, "invalid")["errors"]
    assert error["field"] == "to"
