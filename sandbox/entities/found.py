"""Entities that servers find in any text: commands, links, mentions, hashtags, mail addresses, phones."""

import re

from sandbox.entities.plain import Entity, entity, units

_HINT = re.compile(r"[/@#$.+]")
_ZONES = "ru|com|org|net|рф|su|info|io|me|by|kz|ua|dev|app|biz|pro|shop|online|site|de|uk|us|eu|tv"
_FOUND = re.compile(
    r"(?P<url>(?:https?|tg)://[^\s<>«»]*[^\s<>«».,;:!?)'\"])"
    r"|(?P<email>[\w.+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,10}\b)"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/@<>])"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z0-9_]{4,32})(?![\w@])"
    r"|(?<![\w/#])(?P<hashtag>#(?=\w*[^\W\d_])\w{1,256})(?![\w#])"
    r"|(?<![\w$])(?P<cashtag>\$[A-Z]{1,8})(?![\w$])"
    r"|(?<![\w+])(?P<phone_number>\+[0-9](?:[ ()-]{0,2}[0-9]){7,14})(?![\w])"
    rf"|(?<![\w.@/-])(?P<link>(?:[\w-]+\.)+(?:{_ZONES})(?::[0-9]{{1,5}})?(?:[/?#][^\s<>«»]*[^\s<>«».,;:!?)'\"]|/)?)(?![\w@-])",
    re.IGNORECASE,
)


def find_entities(text: str, given: list[Entity]) -> list[Entity]:
    """Found entities that do not cross the given ones of code, links and mentions."""
    if not _HINT.search(text):
        return []
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _SOLID]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        kind = "url" if match.lastgroup == "link" else str(match.lastgroup)
        if kind == "cashtag" and not match[0].isupper():
            continue
        start = units(text[: match.start()])
        end = start + units(match[0])
        if not any(start < stop and end > begin for begin, stop in taken):
            found.append(entity(kind, start, end - start))
    return found


_SOLID = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
