"""The few wishes the bot may answer by itself, and how certain it must be. Pure.

The whole message has to be such a wish: courtesies are taken off, the rest must match from end to end, and one word of danger, the
law, a complaint or a second matter is enough to leave it to a person. A missed wish costs a client one press; a wrong guess, a client.
"""

import re
from dataclasses import dataclass
from typing import Literal

from services.garage.letters import CYRILLIC, LATIN, to_cyrillic
from services.requests import words
from services.understanding import phrases
from services.understanding.grammar import matches
from services.understanding.typed import alike

Kind = Literal["booking", "status", "parts", "place"]
MAX_CHARS = 160  # more than that is a story
_MAX_QUESTIONS = 2
_SIGNS = re.compile(r"[^\w\s?'-]|_", re.UNICODE)
_PLATE = re.compile(rf"[{CYRILLIC}{LATIN}]\d{{3}}[{CYRILLIC}{LATIN}]{{2}}\d{{2,3}}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: a visit, news of the repair, news of ordered parts, or where we are, when open and how to call.

    `marks`: numbers and plates that were named (upper case, no spaces or dashes): the answer must be about these.
    """

    kind: Kind
    marks: tuple[str, ...] = ()


def understand(text: str) -> Wish | None:
    """The wish, when the message is plainly nothing else; None: for a person."""
    plain = alike(text)
    if len(text) > MAX_CHARS or _is_for_a_person(text, plain):
        return None
    said = _bare(plain)
    if matches(phrases.BOOKING, said.replace("?", "")) and not _not_booking(plain):
        return Wish("booking")
    if _all_about_us(said):
        return Wish("place")
    core, marks = _without_marks(said)
    if matches(phrases.STATUS, core):
        return Wish("status", marks)
    return Wish("parts", marks) if matches(phrases.PARTS, core) else None


def concerns(marks: tuple[str, ...], *known: str | None) -> bool:
    """Whether everything named is among these references, plates and numbers."""
    ours = [_flat(value) for value in known if value]
    return all(any(_flat(mark) in value for value in ours) for mark in marks)


def _flat(value: str) -> str:
    plain = re.sub(r"[\W_]", "", value).upper()
    return to_cyrillic(plain) if _PLATE.fullmatch(plain) else plain


def _is_for_a_person(text: str, plain: str) -> bool:
    many = plain.count("?") > _MAX_QUESTIONS or "!!" in plain or "??" in plain
    return bool(many or words.alarm(text) is not None or phrases.UPSET.search(plain) or phrases.UPSET_EN.search(plain))


def _not_booking(plain: str) -> bool:
    return bool(phrases.NOT_BOOKING.search(plain) or phrases.NOT_BOOKING_EN.search(plain))


def _bare(plain: str) -> str:
    """Without signs, courtesies and double spaces."""
    said = " ".join(_SIGNS.sub(" ", plain).replace("?", " ? ").split()).rstrip(" ?-")
    while (shorter := _shorter(said)) != said:
        said = shorter
    return said


def _shorter(said: str) -> str:
    """Less one courtesy in front and one at the end."""
    tokens = said.split()
    for count in (6, 5, 4, 3, 2, 1):
        if len(tokens) > count and matches(phrases.COURTESY, " ".join(tokens[:count])):
            return " ".join(tokens[count:])
    for count in (2, 1):
        if len(tokens) > count and matches(phrases.FAREWELL, " ".join(tokens[-count:])):
            return " ".join(tokens[:-count]).rstrip(" ?-")
    return said


def _all_about_us(said: str) -> bool:
    """One question, or several about the same thing: "адрес и часы работы"."""
    parts = [part.strip() for part in re.split(r"\?| и | and ", said)]
    return matches(phrases.PLACE, said) or all(matches(phrases.PLACE, part) for part in parts)


def _without_marks(said: str) -> tuple[str, tuple[str, ...]]:
    """The sentence without the numbers and plates named in it, one space between words."""
    marks = tuple(re.sub(r"[\s-]", "", found["mark"]).upper() for found in phrases.MARK.finditer(said))
    core = re.sub(r"[?-]", " ", phrases.MARK.sub(" ", said))
    return " ".join(core.split()), marks
