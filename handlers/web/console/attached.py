"""What a message holds beside its words, as a page shows it: files, places, cards of phone books, polls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from handlers.web.console.words import Place, Words
from services.files import shows_inline

_SIDE_BY_SIDE = frozenset({"photo", "video"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a message. `show` says how: image, audio, video, round, loop, or file (only ever downloaded).

    `mark`: the end of its name, for what is only downloaded. `until`: for one that the client has replaced.
    """

    id: str
    name: str
    size: str
    state: str
    show: str
    kind: str
    mark: str = ""
    until: str = ""

    @property
    def side_by_side(self) -> bool:
        """Whether it stands in the grid of an album."""
        return self.kind in _SIDE_BY_SIDE


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the map. `named`: what is there."""

    named: str
    coordinates: str
    link: str


@dataclass(frozen=True, slots=True)
class Extras:
    """Everything that is neither words nor files."""

    forwarded: str = ""
    spot: Spot | None = None
    contact: dict[str, Any] | None = None
    poll: dict[str, Any] | None = None
    dice: int | None = None
    question: str = ""  # what this note is among questions to colleagues

    @property
    def tells_all(self) -> bool:
        """Whether the words of the message say the same once more."""
        return self.spot is not None or self.contact is not None or self.poll is not None


def extras(details: dict[str, Any], words: Words) -> Extras:
    """Of a message's `details`."""
    dice = details.get("dice")
    return Extras(
        details.get("forwarded") or "", _spot(details.get("place"), words), details.get("contact"), details.get("poll"),
        dice["value"] if dice else None, _question(details, words),
    )  # fmt: skip


def _question(details: dict[str, Any], words: Words) -> str:
    match details.get("question"):
        case "asked":
            skill = words.label("type", str(details.get("skill") or ""))
            to = str(details.get("to") or "") or words("question-to-skill", skill=skill, unit="", where="no")
            return words("question-tag", to=to)
        case "answered":
            return words("question-answer-tag")
    return ""


def _spot(place: dict[str, Any] | None, words: Words) -> Spot | None:
    if place is None:
        return None
    latitude, longitude = f"{place['latitude']:.6f}", f"{place['longitude']:.6f}"
    named = ", ".join(part for part in (place.get("title"), place.get("address")) if part)
    return Spot(named, f"{latitude}, {longitude}", words("map-link", latitude=latitude, longitude=longitude))


def attached(file: dict[str, Any], words: Words, place: Place) -> Attached:
    """A row of `attachments` or `replaced`."""
    name = file["name"] or words.label("kind", file["kind"])
    until = words.stamp(datetime.fromisoformat(file["at"]), place) if "at" in file else ""
    mark = PurePosixPath(name).suffix.removeprefix(".").upper()[:5]
    return Attached(file["id"], name, words.size(file["size"]), file["state"], _show(file), file["kind"], mark, until)


def _show(file: dict[str, Any]) -> str:
    mime = file["mime"] or ""
    family = mime.partition("/")[0]
    if not shows_inline(mime) or family not in {"image", "audio", "video"}:
        return "file"
    if family == "video":
        return {"video_note": "round", "sticker": "loop", "animation": "loop"}.get(file["kind"], "video")
    return family


def split(files: Iterable[Attached]) -> tuple[list[Attached], list[Attached]]:
    """The grid of an album, and what stands below it; a single picture needs no grid."""
    everything = list(files)
    grid = [file for file in everything if file.side_by_side]
    return (grid, [file for file in everything if not file.side_by_side]) if len(grid) > 1 else ([], everything)
