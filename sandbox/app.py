"""The sandbox as an aiohttp application, at the root or mounted under a prefix."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiohttp import web

from sandbox.bots import Bot
from sandbox.control import add_control
from sandbox.control.base import control_errors
from sandbox.control.host import HOST
from sandbox.dispatch import execute
from sandbox.doors import WORLD, bot_api, download, not_found
from sandbox.host import HostPanel, Texts
from sandbox.params import Json, Params
from sandbox.phone import add_phone
from sandbox.store import StateFile
from sandbox.world import World


def create_app(
    *, state_file: Path | None = None, world: World | None = None, links: Sequence[tuple[Texts, str]] = (), panel: HostPanel | None = None
) -> web.Application:  # fmt: skip
    """Both doors and the phone over `world` (a new one if none is given, kept in `state_file` if that is given).

    `links` are (label per language, url) pairs for the header of the phone, `panel` is what else the host puts there.
    The application opens the world at startup and closes it, with all it runs in the background, at cleanup.
    """
    if world is None:
        world = World(store=StateFile(state_file) if state_file else None)
    app = web.Application(middlewares=[control_errors])
    app[WORLD] = world
    if panel is not None:
        app[HOST] = panel
    open_doors(world)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", bot_api)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", download)
    add_control(app)
    add_phone(app, links)
    app.router.add_route("*", "/{rest:.*}", _elsewhere)
    app.on_shutdown.append(_shut)
    app.cleanup_ctx.append(_living)
    return app


def open_doors(world: World) -> None:
    """Let answers to webhook deliveries call methods."""

    async def obey(bot: Bot, name: str, params: Json) -> object:
        return await execute(world, bot, name, Params(params))

    world.execute = obey


async def _living(app: web.Application) -> AsyncIterator[None]:
    await app[WORLD].open()
    yield
    await app[WORLD].close()


async def _shut(app: web.Application) -> None:
    app[WORLD].release()


async def _elsewhere(_request: web.Request) -> web.Response:
    return not_found()
