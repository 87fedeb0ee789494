"""What speaks for two cards being one person's, and how much. Pure; every sign can be told in words (`console-sign-<code>`)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.finding.slips import near

LIKELY = 40  # from here on a pair is offered
STRONG = 90  # from here on whoever leads the client's request may join the cards: two kinds of signs at least

# `phone`: typed here, verified there. `typed_phone`: typed on both. A VIN or a plate of a car that neither has sold. Another full name
# on the same car is most often another member of the family.
POINTS: Mapping[str, int] = {
    "phone": 60, "typed_phone": 40, "vin": 50, "plate": 40, "birthday": 30, "name": 20, "near_name": 10, "other_name": -30,
}  # fmt: skip
_SAME_CAR = 10  # a plate beside the VIN is the same car once more
_SHORTEST = 3  # letters of a word that tells somebody


@dataclass(frozen=True, slots=True)
class Likeness:
    """Signs in the order of their weight, and their sum."""

    signs: tuple[str, ...]
    score: int

    @property
    def likely(self) -> bool:
        """Worth showing."""
        return self.score >= LIKELY

    @property
    def strong(self) -> bool:
        """Enough for whoever leads the client's request."""
        return self.score >= STRONG


def likeness(hits: Collection[str], name: str, other: str) -> Likeness:
    """Of two cards with these common marks (`phone`, `typed_phone`, `vin`, `plate`, `birthday`) and these names."""
    found = set(hits) | _named(name, other)
    if "phone" in found:
        found.discard("typed_phone")
    score = sum(POINTS[sign] for sign in found)
    if {"vin", "plate"} <= found:
        score += _SAME_CAR - POINTS["plate"]
    return Likeness(tuple(sign for sign in POINTS if sign in found), max(0, score))


def _named(name: str, other: str) -> set[str]:
    mine, theirs = _words(name), _words(other)
    if not mine or not theirs:
        return set()
    if mine == theirs and len(mine) > 1:
        return {"name"}
    if any(word in theirs or any(one in theirs for one in near(word)) for word in mine):
        return {"near_name"}
    return {"other_name"} if min(len(mine), len(theirs)) > 1 else set()


def _words(name: str) -> frozenset[str]:
    words = name.lower().replace("ё", "е").split()
    return frozenset(word for word in words if len(word) >= _SHORTEST and any(ch.isalpha() for ch in word))
