"""A notice in words, the same in the console and in Telegram. Plain text; the request's number stands before it, as a link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.storage.reader import Reader
from services.texts import moment, text
from services.units import Unit, all_units
from services.watch.reading import Notice


@dataclass(frozen=True, slots=True)
class Stations:
    """The active units by id, and the leading one, in whose time is told what belongs to none."""

    by_id: dict[int, Unit]
    leading: Unit | None

    def of(self, notice: Notice) -> Unit | None:
        """Whose time counts for it."""
        return self.by_id.get(notice.unit_id or 0, self.leading)


async def stations(reader: Reader) -> Stations:
    """As they are now."""
    units = await all_units(reader)
    return Stations({unit.id: unit for unit in units}, units[0] if units else None)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who puts notices into words: for a language, at a moment of business time."""

    language: str
    stations: Stations
    now: datetime

    def __call__(self, notice: Notice) -> str:
        """What happened. Raises KeyError, ValueError for data that does not belong to its kind."""
        told = _TOLD.get(notice.what)
        # While a newer version is brought in, it may tell what this one does not know yet.
        return told(self, notice) if told else text(self.language, "staff-told-other")

    def at(self, notice: Notice, name: str, *, by: bool = False) -> str:
        """The moment in `data[name]`, in the time of the notice's unit."""
        unit = self.stations.of(notice)
        at = datetime.fromisoformat(notice.data[name])
        if unit is None:
            return moment(self.language, at, "UTC", "UTC", self.now, by=by)
        return moment(self.language, at, unit.time_zone, unit.named(self.language)["city"], self.now, by=by)

    def place(self, notice: Notice) -> str:
        """The name of the notice's unit; of what has none yet: that."""
        unit = self.stations.by_id.get(notice.unit_id or 0)
        return str(unit.named(self.language)["name"]) if unit else text(self.language, "staff-told-of-no-unit")


def _silent(teller: Teller, notice: Notice) -> str:
    return text(teller.language, f"staff-told-{notice.what}", minutes=int(notice.data["minutes"]))


def _missed(teller: Teller, notice: Notice) -> str:
    language, agent = teller.language, str(notice.data.get("agent") or "")
    who = text(language, "staff-told-led-by", agent=agent) if agent else text(language, "staff-told-led-by-nobody")
    if notice.data["clock"] == "question":  # those asked are late, not who leads the request
        who = text(language, "staff-told-asked-one", agent=agent) if agent else text(language, "staff-told-asked-several")
    clock = text(language, f"staff-told-clock-{notice.data['clock'].replace('_', '-')}")
    said = text(language, f"staff-told-{notice.what}", clock=clock, due=teller.at(notice, "due_at"), who=who)
    if "client_told" not in notice.data:
        return said
    return f"{said} {text(language, 'staff-told-new-time', new=teller.at(notice, 'client_told', by=True))}"


def _promise(teller: Teller, notice: Notice) -> str:
    due = teller.at(notice, "due_at", by=True)
    if notice.what == "promise_soon":
        return text(teller.language, "staff-told-promise-soon", due=due)
    return text(teller.language, "staff-told-promise-slips", due=due, new=teller.at(notice, "new_at", by=True))


def _danger(teller: Teller, _notice: Notice) -> str:
    return text(teller.language, "staff-told-danger")


def _withdrawn(teller: Teller, notice: Notice) -> str:
    told = text(teller.language, "staff-told-withdrawn", back=teller.at(notice, "until"), by=str(notice.data["by"]))
    why: Any = notice.data.get("why")
    return f"{told} {text(teller.language, 'staff-told-withdrawn-why', why=str(why))}" if why else told


def _rush(teller: Teller, notice: Notice) -> str:
    if notice.what == "rush_over":
        return text(teller.language, "staff-told-rush-over", unit=teller.place(notice))
    return text(teller.language, "staff-told-rush", waiting=int(notice.data["waiting"]), unit=teller.place(notice))


def _mention(teller: Teller, notice: Notice) -> str:
    return text(teller.language, "answering-told-mention", by=str(notice.data["by"]))


def _woken(teller: Teller, _notice: Notice) -> str:
    return text(teller.language, "answering-told-woken")


def _asked(teller: Teller, notice: Notice) -> str:
    due = teller.at(notice, "due_at", by=True) if notice.data.get("due_at") else "none"
    return text(teller.language, f"staff-told-{notice.what.replace('_', '-')}", by=str(notice.data["by"]), due=due)


def _question(teller: Teller, notice: Notice) -> str:
    if notice.what == "question_overdue":
        return text(teller.language, "staff-told-question-overdue", to=str(notice.data["to"]), due=teller.at(notice, "due_at"))
    return text(teller.language, f"staff-told-{notice.what.replace('_', '-')}", by=str(notice.data["by"]))


def _hands(teller: Teller, notice: Notice) -> str:
    return text(teller.language, "staff-told-many-hands", hands=int(notice.data["hands"]), agent=str(notice.data["agent"]))


def _group_gone(teller: Teller, notice: Notice) -> str:
    return text(teller.language, "staff-told-group-gone", unit=teller.place(notice))


_TOLD: dict[str, Callable[[Teller, Notice], str]] = {
    "nudge": _silent, "lapsed": _silent, "missed": _missed, "escalated": _missed, "promise_soon": _promise, "promise_slips": _promise,
    "danger": _danger, "withdrawn": _withdrawn, "rush": _rush, "rush_over": _rush, "mention": _mention, "woken": _woken,
    "asked": _asked, "question_reminded": _asked, "question_answered": _question, "question_withdrawn": _question,
    "question_overdue": _question, "many_hands": _hands, "group_gone": _group_gone,
}  # fmt: skip
