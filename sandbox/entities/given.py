"""Explicit `entities`: checked against the text in UTF-16 units."""

from typing import Any

from sandbox.entities.plain import Entity, checked_link, entity, units
from sandbox.errors import bad_request

_PLAIN = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code"})


def checked_entities(text: str, given: list[Any]) -> list[Entity]:
    """The entities a bot may set itself; those servers find by themselves are dropped. 400 when out of the text."""
    end = units(text)
    starts = _boundaries(text)
    found: list[Entity] = []
    for item in given:
        if not isinstance(item, dict) or "type" not in item:
            raise bad_request("can't parse MessageEntity: Object expected as MessageEntity")
        offset, length = _whole(item, "offset"), _whole(item, "length")
        if length <= 0 or offset < 0:
            continue
        if offset + length > end:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
            )
        if starts is not None and not {offset, offset + length} <= starts:
            raise bad_request(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")
        checked = _checked(item, offset, length)
        if checked is not None:
            found.append(checked)
    return found


def _whole(item: dict[str, Any], name: str) -> int:
    value = item.get(name)
    if not isinstance(value, int):
        raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    return value


def _boundaries(text: str) -> set[int] | None:
    """UTF-16 offsets where characters begin, and the end; None when every offset is one."""
    if units(text) == len(text):
        return None
    found = {0}
    at = 0
    for char in text:
        at += 2 if char > "\uffff" else 1
        found.add(at)
    return found


def _checked(item: dict[str, Any], offset: int, length: int) -> Entity | None:
    kind = item["type"]
    if kind in _PLAIN:
        return entity(kind, offset, length)
    if kind == "pre":
        language = item.get("language")
        return entity("pre", offset, length, **({"language": language} if language else {}))
    if kind == "text_link":
        url = checked_link(str(item.get("url", "")))
        if not url:
            raise bad_request(f"entity URL '{item.get('url', '')}' is invalid")
        return entity("text_link", offset, length, url=url)
    if kind == "text_mention" and isinstance(item.get("user"), dict):
        return entity("text_mention", offset, length, user=item["user"])
    if kind == "custom_emoji":
        return entity("custom_emoji", offset, length, custom_emoji_id=str(item.get("custom_emoji_id", "")))
    return None
