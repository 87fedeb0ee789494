"""What a command says of an error that a person can cause. Loaded when there is one, with all that may raise it."""

from bot.embedded import EmbeddedError
from bot.settings import SettingsError
from services.errors import Refused
from services.storage.database import OUTAGES
from services.storage.migrate import SchemaError


def complaint_about(error: Exception) -> tuple[str, int] | None:
    """The line for stderr and the exit code; None for an error of ours."""
    match error:
        case SettingsError():
            return str(error), 2
        case Refused():
            return _refusal(error), 1
        case EmbeddedError() | SchemaError():
            return str(error), 1
    if isinstance(error, OUTAGES):
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        return f"PostgreSQL cannot be reached: {words}", 1
    return None


def _refusal(error: Refused) -> str:
    errors = error.data.get("errors", [])
    details = "; ".join(f"{e['field']}: {e['reason']}" for e in errors) or error.data.get("line") or error.code
    return str(details)
