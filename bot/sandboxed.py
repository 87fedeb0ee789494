"""The sandbox inside `priyomka run`: where there is no token, people on phones in the browser talk to the real product."""

from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from bot.demo.fill import fill_demo, kept_logins
from bot.demo.units import CHAIN, PEOPLE
from bot.played_time import BusinessClock, TimePanel, per_language
from bot.settings import Settings
from sandbox.app import create_app
from sandbox.host import Step
from sandbox.store import StateFile
from sandbox.world import World
from services.desk import Desk
from services.errors import Refused
from services.texts import text

SANDBOX_TOKEN = "700000001:sandbox-needs-no-secret"  # noqa: S105 - it opens nothing but the stand-in on this machine
STATE = "sandbox.db"


@dataclass(slots=True)
class Sandbox:
    """The stand-in and the demo chain."""

    world: World
    app: web.Application

    @classmethod
    async def make(cls, settings: Settings, desk: Desk, base: str) -> "Sandbox":
        """Make it; an empty database gets the demo chain."""
        settings.storage.data_dir.mkdir(parents=True, exist_ok=True)
        world = World(store=StateFile(settings.storage.data_dir / STATE), clock=BusinessClock(desk))
        with suppress(Refused):  # there are units already: a demo of an earlier start, or a chain of the owner's
            await fill_demo(desk.db, settings.storage.data_dir)
        console = (per_language("sandbox-console"), f"{base}/console")
        write, answer, back = (per_language(f"sandbox-intro-{step}") for step in ("write", "answer", "back"))
        steps = (Step(write), Step(answer, console), Step(back))
        return cls(world, create_app(world=world, links=(console,), panel=TimePanel(desk, steps)))

    def mount(self, app: web.Application) -> None:
        """Under `/sandbox`, with the demo's people on the phones."""
        app.add_subapp("/sandbox/", self.app)
        app.router.add_get("/sandbox", _with_slash)
        app.on_startup.append(self._people)

    async def _people(self, _app: web.Application) -> None:
        for person in PEOPLE:
            if self.world.people.get(person["id"]) is None:
                self.world.add_person({key: value for key, value in person.items() if key != "id"}, person["id"])
        profile = self.world.bot(SANDBOX_TOKEN).profile
        profile.names[""] = CHAIN["ru"]
        profile.descriptions.update({"": text("ru", "sandbox-bot-about"), "en": text("en", "sandbox-bot-about")})


async def _with_slash(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/sandbox/")


async def greeting(settings: Settings, _sandbox: Sandbox, base: str) -> str:
    """What the terminal shows: where to go and whom to play."""
    logins = kept_logins(settings.storage.data_dir)
    lines = [
        "",
        f"  Phones of three car owners   {base}/sandbox/",
        f"  Console of the agents        {base}/console",
        "",
        "  1. As Ivan (or John, in English), ask something or book a visit.",
        "  2. In the console, sign in as anna, press Next request, answer.",
        "  3. The answer arrives on the phone.",
        "",
        *(f"  {login:<10} {password}" for login, password in logins.items()),
        "",
    ]
    return "\n".join(lines)
