"""Formatted texts: parse modes, given entities and the entities servers find by themselves.

Offsets and lengths are UTF-16 units, limits are code points (telegram.md §1).
"""

from typing import Any

from sandbox.entities.found import find_entities
from sandbox.entities.given import checked_entities
from sandbox.entities.html import parse_html
from sandbox.entities.markdown import parse_markdown, parse_markdown_v2
from sandbox.entities.plain import Formatted, cleaned, sorted_entities
from sandbox.errors import bad_request

__all__ = ["Formatted", "formatted", "typed"]

RAW_LIMIT = 1 << 15
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def formatted(raw: str, parse_mode: str, given: list[Any]) -> Formatted:
    """A bot's text with its entities, spaces at both ends cut off as servers do. 400 with the errors of §3."""
    if len(raw) > RAW_LIMIT // 4 and len(raw.encode(errors="surrogatepass")) > RAW_LIMIT:
        raise bad_request("text is too long")
    entities: list[dict[str, Any]] = []
    if parse_mode:
        parser = _PARSERS.get(parse_mode.lower())
        if parser is None:
            raise bad_request("unsupported parse_mode")
        try:
            raw, entities = parser(raw)
        except ValueError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    elif given:
        entities = checked_entities(raw, given)
    text, entities = cleaned(raw, entities)
    return Formatted(text, sorted_entities(entities + find_entities(text, entities)))


def typed(raw: str) -> Formatted:
    """A person's text: only found entities."""
    text, _ = cleaned(raw, [])
    return Formatted(text, find_entities(text, []))
