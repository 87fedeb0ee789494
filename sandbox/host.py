"""What the program that hosts the sandbox puts on its page: a line of state and a few acts, all of it data and functions of the host."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Texts = dict[str, str]
"""A text per language: `{"ru": …, "en": …}`."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something the host can be told to do. `name` stands in an address: letters, digits and dashes. `run` may refuse by ValueError."""

    name: str
    label: Texts
    run: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation that opens with the page: whom to play, what to try. `link`: (label, relative or http(s) url)."""

    text: Texts
    link: tuple[Texts, str] | None = None


class HostPanel(Protocol):
    """The host's side: what it is called, how it stands, what it can do. Asked again and again while the page is open."""

    @property
    def title(self) -> Texts:
        """Its name."""
        ...

    @property
    def intro(self) -> Sequence[Step]:
        """Lines for who opens the page for the first time; none: the sandbox's own stand there."""
        ...

    async def status(self) -> Texts:
        """The present state in a few words."""
        ...

    async def acts(self) -> Sequence[Act]:
        """What can be done now, in the order shown."""
        ...
