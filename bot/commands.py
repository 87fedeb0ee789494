"""The commands of the contract. Each loads the settings, attaches to the servers (or starts them for its own time) and says a line."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.errors import Refused
from services.staff.models import ROLES

if TYPE_CHECKING:  # a command loads what it works with when it is called: help and mistakes in its words need none of it
    from bot.settings import Settings
    from services.desk import Desk

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Priyomka: the front door of a car-service chain in Telegram."
)
staff_app = typer.Typer(no_args_is_help=True, help="People who work here.")
token_app = typer.Typer(no_args_is_help=True, help="API tokens.")
dead_app = typer.Typer(no_args_is_help=True, help="Updates that could not be handled.")
app.add_typer(staff_app, name="staff")
app.add_typer(token_app, name="token")
app.add_typer(dead_app, name="dead-letters")
say: Callable[..., None] = typer.echo

Role = StrEnum("Role", {role: role for role in ROLES})  # type: ignore[misc]


class RunRole(StrEnum):
    """What this process does."""

    all = "all"
    bot = "bot"
    web = "web"
    worker = "worker"


class Language(StrEnum):
    """Of a report."""

    ru = "ru"
    en = "en"


@asynccontextmanager
async def desk_of(settings: "Settings") -> "AsyncIterator[Desk]":
    """The desk, for the duration of a command."""
    from bot.backbone import open_desk, servers  # noqa: PLC0415

    async with servers(settings) as at, open_desk(settings, at, pool=4) as desk:
        yield desk


def _load() -> "Settings":
    from bot.settings import load  # noqa: PLC0415

    return load()


def _run(work: "Callable[[Desk, Settings], Coroutine[Any, Any, None]]") -> None:
    settings = _load()

    async def go() -> None:
        async with desk_of(settings) as desk:
            await work(desk, settings)

    asyncio.run(go())


@app.command()
def run(role: Annotated[RunRole, typer.Option(help="What this process does; all in one by default.")] = RunRole.all) -> None:
    """Start everything: bot, HTTP server, schedules. Without a Telegram token also the sandbox."""
    settings = _load()  # a wrong one is said at once
    from bot.start import start  # noqa: PLC0415 - the short commands need not load the bot

    raise typer.Exit(start(settings, role.value))


@app.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    settings = _load()
    from bot.backbone import servers  # noqa: PLC0415
    from services.storage.migrate import migrate as bring_up  # noqa: PLC0415

    async def go() -> None:
        async with servers(settings) as at:
            before, after = await bring_up(at.database_url)
            say(f"the database is at version {after}" + ("" if before == after else f" (was: {before or 'empty'})"))

    asyncio.run(go())


@app.command("demo-data")
def demo_data() -> None:
    """Fill the demo chain; refuses a database that already has units."""
    from bot.demo.fill import fill_demo  # noqa: PLC0415

    async def go(desk: "Desk", settings: "Settings") -> None:
        try:
            logins = await fill_demo(desk.db, settings.storage.data_dir)
        except Refused:
            raise Refused("not-empty", line="this database already has units; the demo chain is for an empty one") from None
        for login, password in logins.items():
            say(f"{login}\t{password}")

    _run(go)


@staff_app.command("add")
def staff_add(
    login: str,
    name: Annotated[str, typer.Option()],
    role: Annotated[Role, typer.Option()],
    unit: Annotated[list[str] | None, typer.Option(help="Unit code; several allowed; none: all units.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="Request type; several allowed; none: every type.")] = None,
    telegram_id: Annotated[int | None, typer.Option()] = None,
) -> None:
    """Add a member of staff; prints a one-time password."""
    from services.staff.accounts import add_staff  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        async with desk.db.tx(actor="command line") as tx:
            password = await add_staff(
                tx,
                login.strip().lower(),
                name=name,
                role=str(role.value),
                units=unit or (),
                skills=skill or (),
                telegram_id=telegram_id,
            )
        say(password)

    _run(go)


@token_app.command("add")
def token_add(
    name: str,
    scope: Annotated[str, typer.Option(help="source, read, admin or agent:LOGIN")],
    vouches: Annotated[bool, typer.Option("--vouches", help="Phones it brings are verified: taken at a desk.")] = False,
) -> None:
    """Make an API token; prints it once."""
    from services.tokens import add_token  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        async with desk.db.tx(actor="command line") as tx:
            secret = await add_token(tx, name, scope, vouches=vouches)
        say(secret)

    _run(go)


@token_app.command("list")
def token_list() -> None:
    """Tokens in force: name, scope, whether it vouches for phones."""
    from services.tokens import list_tokens  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        async with desk.db.read() as reader:
            rows = await list_tokens(reader)
        for row in rows:
            say(f"{row['name']}\t{row['scope']}\t{'vouches for phones' if row['vouches'] else '-'}")
        if not rows:
            say("no tokens")

    _run(go)


@token_app.command("vouch")
def token_vouch(
    name: str,
    off: Annotated[bool, typer.Option("--off", help="Not any more: what it brings is shown as not verified.")] = False,
) -> None:
    """From now on phones that this system brings are verified by its word."""
    from services.tokens import let_vouch  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        try:
            async with desk.db.tx(actor="command line") as tx:
                await let_vouch(tx, name, vouches=not off)
        except Refused as refused:
            line = "is not there" if refused.code == "not-found" else "brings no clients: only source and admin do"
            raise Refused(refused.code, line=f"the token {name} {line}") from None

    _run(go)


@dead_app.command("list")
def dead_list() -> None:
    """What could not be handled, oldest first."""
    from services.inbox.dead import list_dead  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        async with desk.db.read() as reader:
            rows = await list_dead(reader, 200)
        for row in rows:
            say(f"{row['id']}\tupdate {row['update_id'] or '-'}\t{row['failed_at']:%Y-%m-%d %H:%M:%S}Z\t{row['error'] or ''}")
        if not rows:
            say("no dead letters")

    _run(go)


@dead_app.command("show")
def dead_show(letter: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """One of them, as it came."""
    from services.inbox.dead import show  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        try:
            async with desk.db.read() as reader:
                row = await show(reader, letter)
        except Refused:
            raise Refused("not-found", line=f"there is no dead letter {letter}") from None
        for key in ("id", "update_id", "lane", "received_at", "failed_at", "attempts", "error", "raw"):
            say(f"{key}: {row[key]}")

    _run(go)


@dead_app.command("replay")
def dead_replay(letter: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Let it be handled again."""
    from services.inbox.dead import replay  # noqa: PLC0415

    async def go(desk: "Desk", _settings: "Settings") -> None:
        try:
            async with desk.db.tx(actor="command line") as tx:
                await replay(tx, letter)
        except Refused as refused:
            line = "is not an update and cannot be replayed" if refused.code == "invalid" else "is not in the dead-letter list"
            raise Refused(refused.code, line=f"{letter} {line}") from None
        say(f"{letter} will be handled again")

    _run(go)


@app.command()
def check() -> None:
    """Every dependency and setting, a line each; non-zero exit when something is wrong."""
    from bot.check import check_everything  # noqa: PLC0415

    raise typer.Exit(asyncio.run(check_everything(say)))


@app.command()
def simulate(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="What is simulated; see docs/simulation.md.")],
    language: Annotated[Language, typer.Option(help="Of the report.")] = Language.ru,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write pictures there, as one page.")] = None,
    compare: Annotated[bool, typer.Option(help="Also play what the file's [[compare]] tables change.")] = True,
) -> None:
    """Play days of a chain by its rules in seconds, in a database of its own, and report waits, what was missed, and load."""
    from bot.simulation.command import simulate as play  # noqa: PLC0415

    play(_load(), say, file, language=language.value, out=out, compare=compare)


@app.command()
def sandbox(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8081,
    state: Annotated[Path | None, typer.Option(help="Keep the state in this file.")] = None,
    messages: Annotated[int | None, typer.Option(min=1, help="How many are kept, of all chats together.")] = None,
) -> None:
    """The Telegram stand-in alone."""
    from sandbox.cli import main as stand_in  # noqa: PLC0415

    arguments = ["--host", host, "--port", str(port), *(["--state", str(state)] if state else [])]
    arguments += ["--messages", str(messages)] if messages else []
    raise typer.Exit(stand_in(arguments))
