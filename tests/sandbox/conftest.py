"""A sandbox served on a free port."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from pydantic import BaseModel

from bot.loading import load_aiogram
from sandbox.app import create_app
from sandbox.world import World
from tests.sandbox.desk import Desk, Hook, serve
from tests.sandbox.phones import context, narrow, page

__all__ = ["context", "narrow", "page"]

load_aiogram()  # before the tests import it: as it comes it would take each worker four seconds of the collection


@pytest.fixture(scope="session")
def aiogram() -> None:
    """Every type and method of it built, as it comes to a bot that imports it: what that takes is taken where it is needed."""
    from aiogram import methods, types  # noqa: PLC0415 - loaded above

    for holder in (types, methods):
        for name in holder.__all__:
            model = getattr(holder, name)
            if isinstance(model, type) and issubclass(model, BaseModel) and not model.__pydantic_complete__:
                assert model.model_rebuild()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A fresh sandbox whose webhook retries do not wait."""
    world = World(retry_scale=0.0)
    runner, base = await serve(create_app(world=world))
    async with ClientSession() as http:
        yield Desk(base, world, http)
    await runner.cleanup()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A webhook endpoint with its gate open."""
    made = Hook()
    made.gate.set()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner, base = await serve(app)
    made.url = f"{base}/hook"
    yield made
    made.gate.set()
    await runner.cleanup()
