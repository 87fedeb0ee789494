"""Why a request came to its agent, as a sentence (contract, "Requests": `reason`)."""

from collections.abc import Mapping
from typing import Any

from services.texts import text


def reason_text(reason: Mapping[str, Any] | None, language: str) -> str | None:
    """The sentence for a request's stored `reason`; None where nobody was given it."""
    match (reason or {}).get("code"):
        case None:
            return None
        case "oldest":
            return text(language, "reason-oldest", minutes=int((reason or {}).get("waited_seconds", 0)) // 60)
        case "override":
            return text(language, "reason-override", by=str((reason or {})["by"]), why=str((reason or {})["reason"]) or "none")
        case code:
            return text(language, f"reason-{code}")
