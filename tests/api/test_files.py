"""Files: stored by content, shown or downloaded, never interpreted."""

import pytest
from aiohttp import FormData

from tests.api.shop import Caller, Shop

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
HTML = b"<!doctype html><script>alert(1)</script>"


async def test_a_picture_is_shown(agent: Caller) -> None:
    stored = (await agent.upload(PNG, "скол.png")).ok(201)
    assert stored == {"id": stored["id"], "name": "скол.png", "mime": "image/png", "size": len(PNG), "kind": "photo"}
    reply = await agent.get(f"/files/{stored['id']}")
    assert (reply.status, reply.body, reply.headers["Content-Type"]) == (200, PNG, "image/png")
    assert reply.headers["Content-Disposition"].startswith("inline; ")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["page.html", "photo.png", 'a"b\\c.html', "../../etc/passwd", "счёт.pdf"])
async def test_anything_else_is_only_downloaded(agent: Caller, name: str) -> None:
    """The type is told by the content: a page that calls itself a picture stays a download."""
    stored = (await agent.upload(HTML, name)).ok(201)
    assert "/" not in stored["name"]
    reply = await agent.get(f"/files/{stored['id']}")
    assert (reply.body, reply.headers["Content-Type"]) == (HTML, "application/octet-stream")
    assert reply.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in reply.headers["Content-Security-Policy"]


async def test_ranges_and_head(agent: Caller) -> None:
    stored = (await agent.upload(PNG)).ok(201)
    part = await agent.get(f"/files/{stored['id']}", headers={"Range": "bytes=1-3"})
    assert (part.status, part.body) == (206, b"PNG")
    head = await agent.call("HEAD", f"/files/{stored['id']}")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(PNG)))
    assert (await agent.get(f"/files/{stored['id']}", headers={"Range": "bytes=9999-"})).status == 416


async def test_a_file_travels_with_an_answer(shop: Shop, agent: Caller) -> None:
    number, chat_id = await shop.chat()
    assert (await agent.post("/requests/next")).ok()["number"] == number
    stored = (await agent.upload(PNG)).ok(201)
    (await agent.post(f"/requests/{number}/messages", {"attachments": [stored["id"]]})).ok(201)
    shown = (await agent.get(f"/requests/{number}")).ok()["messages"][-1]["attachments"]
    assert shown == [stored | {"state": "ready"}]
    methods = "SELECT array_agg(method ORDER BY id) FROM outbox WHERE chat_id = $1"
    assert "sendPhoto" in await shop.value(methods, chat_id)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(b"", "multipart/form-data"), (b"x", "multipart/form-data; boundary=b"), (b"--b\r\n\r\n", "multipart/form-data; boundary=b"),
     (b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc', "multipart/form-data; boundary=b"),
     (b'--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n', "multipart/form-data; boundary=b"),
     (b"{}", "application/json"), (b"abc", "image/png"), (b"--b--", "multipart/form-data; boundary=" + "b" * 80)],
)  # fmt: skip
async def test_broken_uploads_are_malformed(shop: Shop, agent: Caller, raw: bytes, kind: str) -> None:
    (await agent.call("POST", "/files", raw=raw, headers={"Content-Type": kind})).refused(400, "malformed")
    assert not [path for path in shop.desk.files.root.rglob("*") if path.is_file()]


async def test_an_upload_is_one_file(shop: Shop, agent: Caller) -> None:
    def two() -> FormData:
        form = FormData()
        for _ in range(2):
            form.add_field("file", PNG, filename="a.png")
        return form

    def words() -> FormData:
        form = FormData()
        form.add_field("comment", "words", content_type="text/plain")
        form.add_field("file", PNG, filename="a.png")
        return form

    headers = {"Authorization": f"Bearer {agent.secret}"}
    for form in (two(), words()):
        async with shop.session.post(shop.url + "/files", data=form, headers=headers) as response:
            assert response.status == 422
    (await agent.upload(b"")).refused(422, "invalid")
    assert not [path for path in shop.desk.files.root.rglob("*") if path.is_file()]


async def test_what_is_not_here_yet_is_not_found(shop: Shop, reader: Caller) -> None:
    async with shop.desk.db.tx() as tx:
        await tx.execute(
            "INSERT INTO file (public_id, kind, name, mime, state, created_at) VALUES ('pending-api', 'photo', 'a', 'a', 'pending', now())"
        )
    (await reader.get("/files/pending-api")).refused(404, "not-found")
