"""Why a request came to its agent, as a sentence (contract, "Requests": `reason`)."""

from collections.abc import Mapping
from typing import Any

from services.texts import duration_words, has_text, text


def reason_text(reason: Mapping[str, Any] | None, language: str) -> str | None:
    """The sentence for a request's stored `reason`; None where nobody was given it."""
    if not reason:
        return None
    waited, counted = (duration_words(language, minutes(reason)) for minutes in (waited_minutes, counted_minutes))
    match reason_kind(reason):
        case "override":
            return text(language, "reason-override", by=str(reason["by"]), why=str(reason["reason"]) or "none")
        case "weighed":
            return text(language, "reason-weighed", waited=waited, counted=counted, boosts=boosts_text(reason, language))
        case "oldest":
            return text(language, "reason-oldest", waited=waited)
        case "silent":
            return text(language, "reason-silent", days=int(reason["days"]))
        case kind:
            return text(language, f"reason-{kind}")


def reason_kind(reason: Mapping[str, Any]) -> str:
    """What decided: `danger`, `law`, `override`, `reserved`; `promise`, `deadline` that draws near; `weighed`: what counted beside the
    wait; `silent`: nobody waits, and the client is to be asked again; `oldest`: the wait alone."""
    if reason["code"] != "override" and reason.get("by") == "silent":
        return "silent"
    if reason["code"] != "oldest":
        return str(reason["code"])
    return str(reason.get("by") or ("weighed" if _boosts(reason) else "oldest"))


def waited_minutes(reason: Mapping[str, Any]) -> int:
    """How long the client had waited by then, in whole minutes."""
    return int(reason.get("waited_seconds", 0)) // 60


def counted_minutes(reason: Mapping[str, Any]) -> int:
    """The wait together with what counted beside it."""
    return waited_minutes(reason) + sum(int(boost["minutes"]) for boost in _boosts(reason))


def boosts_text(reason: Mapping[str, Any], language: str) -> str:
    """What counted beside the wait, in minutes of waiting: `Претензия +30, клиент «gold» +15`."""
    return ", ".join(_boost(boost, language) for boost in _boosts(reason))


def _boosts(reason: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(reason.get("boosts", ()))


def _boost(boost: Mapping[str, Any], language: str) -> str:
    minutes, of = str(boost["minutes"]), str(boost.get("of", ""))
    if boost["what"] == "type":
        key = f"console-type-{of.replace('_', '-')}"
        return text(language, "reason-boost-type", minutes=minutes, name=text(language, key) if has_text(language, key) else of)
    if boost["what"] == "returned":
        return text(language, "reason-boost-returned", minutes=minutes, count=int(of))
    return text(language, f"reason-boost-{boost['what']}", minutes=minutes, of=of)
