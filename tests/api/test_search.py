"""GET /search: what was said, for other systems and agents' own programs."""

import asyncio
from urllib.parse import quote

from services.archive.keeping import keep
from tests.api.shop import Caller, Shop, new_phone


async def kept(shop: Shop) -> None:
    async with asyncio.timeout(20):
        while True:
            while await keep(shop.desk.db, 5.0):
                pass
            async with shop.desk.db.read() as reader:
                sql = "SELECT count(*) FROM event e, archive_progress p WHERE (e.xid, e.id) > (p.xid, p.event_id)"
                if not await reader.value(sql):
                    return


async def said(shop: Shop, source: Caller, text: str) -> int:
    body = {"source": "site", "phone": new_phone(), "text": text, "unit": shop.unit, "type": "price"}
    return int((await source.post("/requests", body)).ok(201)["number"])


async def test_found_with_its_place_by_those_who_may_read_it(shop: Shop) -> None:
    source, reader, admin, other = (
        await shop.token("source"),
        await shop.token("read"),
        await shop.token("admin"),
        await shop.agent(),
    )
    number = await said(shop, source, "Сколько стоит перламутровый катафот?")
    second = await said(shop, source, "Катафот перламутровый, ещё раз")
    await kept(shop)
    path = f"/search?q={quote('перламутровые катафоты')}"
    for caller in (reader, admin):
        page = (await caller.get(path)).ok(200)
        assert [item["number"] for item in page["items"]] == [second, number]
        item = page["items"][1]
        assert (item["unit"], item["type"], item["place"]["said"], item["more"]) == (shop.unit, "price", "in", 0)
        assert [piece["text"] for piece in item["place"]["segments"] if piece["match"]] == ["перламутровый катафот"]
        message = (await reader.get(f"/requests/{number}")).ok()["messages"][0]
        assert item["place"]["message"] == message["id"]
        assert (page["next"], page["looked_for"], page["complete"]) == (None, [], True)
    assert (await other.get(path)).ok(200)["items"] == [], "nobody's conversation but one's own"
    (await source.get(path)).refused(403, "forbidden")
    first = (await reader.get(path + "&limit=1")).ok(200)
    assert [item["number"] for item in first["items"]] == [second]
    rest = (await reader.get(f"{path}&limit=1&after={first['next']}")).ok(200)
    assert ([item["number"] for item in rest["items"]], rest["next"]) == ([number], None)
    for narrowed, found in (
        (f"unit={shop.unit}&type=price&state=queued&said=in", 2), ("type=claim", 0), ("files=yes", 0), ("said=note", 0),
        ("from=2030-01-01T00:00:00Z", 0), ("to=2030-01-01T00:00:00Z", 2), ("outcome=solved", 0), ("order=relevance", 2),
    ):  # fmt: skip
        assert len((await reader.get(f"{path}&{narrowed}")).ok(200)["items"]) == found, narrowed
    slipped = (await reader.get(f"/search?q={quote('перламтуровый')}")).ok(200)
    assert slipped["looked_for"] == [{"typed": "перламтуровый", "instead": "перламутровый"}]


async def test_the_search_is_on_the_trail_without_words(shop: Shop) -> None:
    source, reader = await shop.token("source"), await shop.token("read")
    number = await said(shop, source, "Ультрамариновый диффузор")
    await kept(shop)
    (await reader.get(f"/search?q={quote('ультрамариновый')}&said=in")).ok(200)
    async with shop.desk.db.read() as database:
        rows = await database.rows(
            "SELECT data FROM event WHERE type = 'archive.searched' AND data ->> 'shown' = $1", f"[{number}]"
        )
    assert [row["data"] for row in rows] == [{"things": {"word": 1}, "narrowed": {"who": "in"}, "shown": [number]}]


BAD = (
    ("", "q"), ("q=", "q"), ("q=" + "a" * 5001, "q"), ("q=a&unit=nowhere", "unit"), ("q=a&agent=nobody", "agent"),
    ("q=a&tag=none", "tag"), ("q=a&type=nonsense", "type"), ("q=a&state=open", "state"), ("q=a&said=all", "said"),
    ("q=a&order=best", "order"), ("q=a&after=x", "after"), ("q=a&after=" + "9" * 30, "after"), ("q=a&after=r5", "after"),
    ("q=a&limit=0", "limit"), ("q=a&limit=51", "limit"), ("q=a&from=yesterday", "from"), ("q=a&page=2", "page"),
    ("q=a&outcome=%27", "outcome"),
)  # fmt: skip


async def test_bad_questions(shop: Shop) -> None:
    reader = await shop.token("read")
    for query, field in BAD:
        problem = (await reader.get(f"/search?{query}")).refused(422, "invalid")
        assert [error["field"] for error in problem["errors"]] == [field], query


async def test_odd_questions(shop: Shop) -> None:
    reader = await shop.token("read")
    for typed in ("%00", "%22", "-", "%27%22%60%5C%25_", "%F0%9F%9A%97", "a" * 5000, "%D0%BD%D0%B5", "%26%7C!():*"):
        assert (await reader.get(f"/search?q={typed}")).ok(200)["items"] == [], typed
