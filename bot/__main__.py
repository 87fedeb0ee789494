"""`priyomka`: the command line. Errors a person can cause are one line on stderr; exit code 2 for usage, 1 for the rest."""

import sys

import typer

from bot.commands import app
from bot.embedded import EmbeddedError
from bot.settings import SettingsError
from services.errors import Refused
from services.storage.database import OUTAGES
from services.storage.migrate import SchemaError


def main() -> None:
    """Run a command and turn what may go wrong into a line."""
    try:
        code = typer.main.get_command(app).main(prog_name="priyomka", standalone_mode=False)
    except typer.Abort:
        sys.exit(130)
    except typer.TyperException as error:
        _fail(error.format_message(), error.exit_code)
    except SettingsError as error:
        _fail(str(error), 2)
    except Refused as error:
        _fail(_refusal(error), 1)
    except (EmbeddedError, SchemaError) as error:
        _fail(str(error), 1)
    except OUTAGES as error:
        _fail(f"PostgreSQL cannot be reached: {str(error).splitlines()[0] if str(error) else type(error).__name__}", 1)
    sys.exit(code if isinstance(code, int) else 0)


def _refusal(error: Refused) -> str:
    errors = error.data.get("errors", [])
    details = "; ".join(f"{e['field']}: {e['reason']}" for e in errors) or error.data.get("line") or error.code
    return str(details)


def _fail(line: str, code: int) -> None:
    sys.stderr.write(f"priyomka: {line}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
