"""What people in a group are told about their words and presses."""

from typing import Any

from services.errors import Refused
from services.groups.models import Group, Topic
from services.groups.posting import word
from services.groups.words import Heard
from services.storage.tx import Tx
from services.texts import has_text, text

_VISIT = ["next.visit"]


async def say_heard(tx: Tx, group: Group, topic: Topic, heard: Heard, reply_to: int | None, *, mail: Any = "direct") -> None:
    """What has to be said about it, if anything: that it did not reach the client."""
    if heard.meant:
        owner = await tx.value(
            "SELECT s.name FROM request r JOIN staff s ON s.id = r.agent_id WHERE r.number = $1", topic.request_number
        )
        await word(
            tx, group, text(group.language, "group-not-owner", who=owner or "none"), topic=topic, reply_to=reply_to, mail=mail
        )
    elif heard.delivery:
        said = text(group.language, f"group-{heard.delivery.replace('_', '-')}")
        await word(tx, group, said, topic=topic, reply_to=reply_to, mail=mail)


async def say_refused(
    tx: Tx, group: Group, topic: Topic | None, refused: Refused, reply_to: int | None, *, mail: Any = "direct"
) -> None:
    """Why it could not be."""
    await word(tx, group, refusal(refused, group.language), topic=topic, reply_to=reply_to, mail=mail)


def refusal(refused: Refused, language: str) -> str:
    """A refusal in words: the field that is wrong where that is known."""
    for error in refused.data.get("errors", ()):
        key = f"group-invalid-{error['field']}-{str(error['reason']).partition(':')[0].replace(' ', '-')}".replace("_", "-")
        if has_text(language, key):
            return text(language, key, **{name: str(value) for name, value in error.items() if name not in {"field", "reason"}})
    missing = refused.data.get("missing")
    if missing == _VISIT:
        return text(language, "group-missing-visit")
    if missing:
        names = [_missing(str(name), language) for name in missing]
        return text(language, "group-missing", names=", ".join(names))
    args = {name: value for name, value in refused.data.items() if isinstance(value, str | int)}
    key = f"refused-{refused.code}"
    return text(language, key if has_text(language, key) else "refused-other", **args)


def _missing(name: str, language: str) -> str:
    plain = name.removeprefix("fields.").replace(".", "-").replace("_", "-")
    keys = (f"group-missing-{plain}", f"console-field-{plain}")
    return next((text(language, key) for key in keys if has_text(language, key)), plain)
