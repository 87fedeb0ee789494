"""What all kinds of formatting share."""

import re
from typing import Any, NamedTuple

Entity = dict[str, Any]
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
PRIORITY = {"blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20, "text_link": 49, "text_mention": 49}
PRIORITY |= {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99}


class Formatted(NamedTuple):
    """A text as a message carries it."""

    text: str
    entities: list[Entity]


def units(text: str) -> int:
    """UTF-16 units of a text."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def entity(kind: str, offset: int, length: int, **more: Any) -> Entity:
    """A MessageEntity."""
    return {"offset": offset, "length": length, "type": kind, **more}


def link_entity(url: str, offset: int, length: int) -> Entity | None:
    """text_link, or text_mention for tg://user?id=…; None when servers would not take the URL."""
    user = re.fullmatch(r"tg://user\?id=([0-9]{1,16})", url, re.IGNORECASE)
    if user:
        account = {"id": int(user[1]), "is_bot": False, "first_name": ""}
        return entity("text_mention", offset, length, user=account)
    checked = checked_link(url)
    return entity("text_link", offset, length, url=checked) if checked else None


def checked_link(url: str) -> str:
    """The URL as servers would keep it, empty when they would drop it."""
    url = url.strip()
    if re.match(r"(tg|ton|tonsite)://?\S", url, re.IGNORECASE):
        return url
    found = re.fullmatch(r"(https?://)?([^\s/?#:]+\.[^\s/?#:.]{2,})(:[0-9]{1,5})?([/?#]\S*)?", url, re.IGNORECASE)
    if found is None and not re.match(r"https?://[0-9.]{7,15}(:[0-9]+)?(/\S*)?$", url, re.IGNORECASE):
        return ""
    whole = url if "://" in url else f"http://{url}"
    return whole if re.search(r"://[^/?#]+[/?#]", whole) else f"{whole}/"


def cleaned(text: str, entities: list[Entity]) -> Formatted:
    """Control characters become spaces, white space at both ends goes, entities follow."""
    text = _CONTROL.sub(_control, text) if _CONTROL.search(text) else text
    right = text.rstrip()
    left = right.lstrip()
    if left == text:
        return Formatted(text, entities)
    skipped = units(right) - units(left)
    end = units(left)
    kept: list[Entity] = []
    for item in entities:
        start = max(0, item["offset"] - skipped)
        stop = min(end, item["offset"] + item["length"] - skipped)
        if stop > start:
            kept.append({**item, "offset": start, "length": stop - start})
    return Formatted(left, kept)


def _control(match: re.Match[str]) -> str:
    return "" if match[0] == "\r" else " "


def sorted_entities(entities: list[Entity]) -> list[Entity]:
    """Outer before inner; an entity inside another of its type says nothing and goes."""
    if not entities:
        return entities
    entities = sorted(entities, key=lambda e: (e["offset"], -e["length"], PRIORITY.get(e["type"], 50)))
    kept: list[Entity] = []
    ends: dict[str, int] = {}
    for item in entities:
        end = item["offset"] + item["length"]
        if ends.get(item["type"], 0) < end:
            ends[item["type"]] = end
            kept.append(item)
    return kept
