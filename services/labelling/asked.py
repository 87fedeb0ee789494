"""Conditions over requests (`r`) by their labels, for lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What came back and was a contact at all; the same in every figure and in the lists behind it.
REPEATED = "c.counts AND coalesce(r.outcome NOT IN ('not_target', 'duplicate', 'spam'), true)"
TAGGED = "r.number IN (SELECT rt.request_number FROM request_tag rt WHERE rt.tag_id = (SELECT id FROM tag WHERE code = {}))"
_REPEATS = f"EXISTS (SELECT FROM repeat_contact c WHERE c.request_number = r.number AND {REPEATED})"
_BLAMED = (
    "r.number IN (SELECT c.request_number FROM repeat_contact c WHERE c.counts "
    "AND c.staff_id = (SELECT id FROM staff WHERE login = {}))"
)
_NOBODYS = "r.number IN (SELECT c.request_number FROM repeat_contact c WHERE c.counts AND c.staff_id IS NULL)"
NOBODY = "!none"


@dataclass(frozen=True, slots=True)
class LabelFilters:
    """`tag`: a code. `repeat`: repeat contacts only; `blamed`: those charged to this login (NOBODY: to nobody)."""

    tag: str = ""
    repeat: bool = False
    blamed: str = ""

    @property
    def of_repeats(self) -> bool:
        """Whether only repeat contacts are wanted."""
        return self.repeat or bool(self.blamed)

    def __bool__(self) -> bool:
        return bool(self.tag or self.repeat or self.blamed)


EVERY_LABEL = LabelFilters()


def asked_of_labels(wanted: LabelFilters) -> Iterator[tuple[Any, ...]]:
    """The conditions that are wanted, each with its values in the places of `{}`."""
    if wanted.tag:
        yield TAGGED, wanted.tag
    if wanted.of_repeats:
        yield (_REPEATS,)
    if wanted.blamed == NOBODY:
        yield (_NOBODYS,)
    elif wanted.blamed:
        yield _BLAMED, wanted.blamed
