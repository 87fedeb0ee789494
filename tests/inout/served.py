"""A server with one handler."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.sandbox.desk import serve


class served:  # noqa: N801 - reads as what it is at its place
    """A server with one handler for everything."""

    def __init__(self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> None:
        self._app = web.Application(client_max_size=1 << 24)
        self._app.router.add_route("*", "/{rest:.*}", handler)

    async def __aenter__(self) -> str:
        self._runner, base = await serve(self._app)
        return base

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
