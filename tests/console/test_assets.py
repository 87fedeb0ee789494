"""Scripts and styles as a browser gets them: all of them, in two files, small."""

import gzip

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from yarl import URL

from handlers.web.console import add_console
from handlers.web.console.assets import HTMX, SHEETS, STATIC, Assets
from handlers.web.keys import DESK
from services.desk import Desk

NAMES = ("console/all.js", "console/all.css", HTMX)


def test_no_file_is_left_out() -> None:
    files = [path for path in (STATIC / "console").iterdir() if path.suffix in {".js", ".css"}]
    assert {path.stem for path in files if path.suffix == ".css"} == set(SHEETS)
    kept = Assets.read().kept
    scripts = kept["console/all.js"].decode()
    assert [path.name for path in files if path.suffix == ".js" and f"// {path.name}\n" not in scripts] == []
    styles = kept["console/all.css"].decode()
    assert all(path.read_text(encoding="utf-8") in styles for path in files if path.suffix == ".css")


async def test_they_come_small_where_that_is_understood(desk: Desk) -> None:
    app, assets = web.Application(), Assets.read()
    app[DESK] = desk
    add_console(app)
    async with TestServer(app) as server, ClientSession(auto_decompress=False) as session:
        for name in NAMES:
            url = server.make_url(assets.url(name))
            async with session.get(url, headers={"Accept-Encoding": "br, gzip"}) as small:
                packed = await small.read()
                assert (small.headers["Content-Encoding"], small.headers["Vary"]) == ("gzip", "Accept-Encoding")
                assert small.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            async with session.get(url, headers={"Accept-Encoding": "gzip;q=0, identity"}) as plain:
                assert "Content-Encoding" not in plain.headers
                assert await plain.read() == gzip.decompress(packed) == assets.kept[name]
                assert plain.content_type in {"text/javascript", "text/css"}
        async with session.get(server.make_url(assets.url("console/icon.svg"))) as icon:
            assert (icon.status, icon.content_type) == (200, "image/svg+xml")
        away = str(server.make_url(assets.url("console/"))) + "%2e%2e/%2e%2e/console/templates/base.html"
        async with session.get(URL(away, encoded=True)) as outside:
            assert (outside.status, b"<html" in await outside.read()) == (404, True), "the problem page, not the template"
