"""The buttons below a card. Which menu is open is a column of the topic, so that the card looks the same whoever draws it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.groups.models import Group, Topic
from services.requests.board import team
from services.requests.models import OUTCOMES, TYPES
from services.scripts.models import Script, spoken_in
from services.scripts.reading import script_of
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.texts import clock_time, text, weekday
from services.units import Unit, all_units

LATER = {"month": 30, "quarter": 91, "half": 182, "year": 365}  # days until a recommendation is followed up
PAGE = 8  # of a list: telegram.md §1, few rows
Button = dict[str, str]
Rows = list[list[Button]]
_EVENING, _MORNING = 18, 10  # o'clock


def data_of(topic_id: int, verb: str, *args: object) -> str:
    """What a button carries: at most 64 bytes, and never believed on its way back."""
    return ":".join(["g", str(topic_id), verb, *map(str, args)])


async def keyboard(tx: Tx, group: Group, topic: Topic, row: Row, unit: Unit | None) -> Rows:
    """The buttons for the topic as it is; none where nobody leads the request or it is closed."""
    if row["agent_id"] is None or row["state"] == "closed":
        return []
    draw, at = _Draw(topic, group.language), str(topic.menu.get("at", ""))
    if asked := topic.menu.get("ask"):
        booked = [[draw.button("closing", "done")]] if asked == "visit" else []
        return [*booked, [draw.button("cancel", "back")]]
    if at in {"type", "unit", "agent"}:
        found = await targets(tx, at, row, group.language, tx.now)
        return draw.page(at, found, int(topic.menu.get("page", 0)))
    if at == "results":
        return draw.results(await script_of(tx, row["type"], row["unit_id"]), str(topic.menu["outcome"]))
    return draw.menu(at, unit, answers=topic.sends_answers(group))


async def targets(reader: Reader, what: str, row: Row, language: str, now: datetime) -> Sequence[tuple[str, str]]:
    """Where a request may be transferred to: code and name."""
    if what == "type":
        return [(code, text(language, f"console-type-{code.replace('_', '-')}")) for code in TYPES if code != row["type"]]
    if what == "unit":
        return [(unit.code, unit.named(language)["name"]) for unit in await all_units(reader) if unit.id != row["unit_id"]]
    return [
        (one["login"], text(language, "group-person", name=one["name"], shift="withdrawn" if one["withdrawn"] else one["shift"]))
        for one in await team(reader, now) if one["login"] != row["agent"]
    ]  # fmt: skip


def presets(now: datetime, zone: str) -> dict[str, datetime]:
    """Moments people promise most, in the unit's own time."""
    local = now.astimezone(ZoneInfo(zone))
    offered = {
        "15": now + timedelta(minutes=15), "30": now + timedelta(minutes=30), "60": now + timedelta(hours=1),
        "120": now + timedelta(hours=2), "evening": local.replace(hour=_EVENING, minute=0, second=0, microsecond=0),
        "morning": (local + timedelta(days=1)).replace(hour=_MORNING, minute=0, second=0, microsecond=0),
    }  # fmt: skip
    ahead = sorted((at, name) for name, at in offered.items() if at > now + timedelta(minutes=5))
    return {name: at for at, name in ahead}


class _Draw:
    """Rows of buttons of one topic."""

    def __init__(self, topic: Topic, language: str) -> None:
        self._topic = topic
        self._language = language

    def button(self, label: str, verb: str, *args: object, **said: str) -> Button:
        """A button with a text of its own."""
        return self.named(text(self._language, f"group-button-{label}", **said), verb, *args)

    def named(self, label: str, verb: str, *args: object) -> Button:
        return {"text": label, "callback_data": data_of(self._topic.id, verb, *args)}

    def back(self) -> list[Button]:
        return [self.button("back", "back")]

    def menu(self, at: str, unit: Unit | None, *, answers: bool) -> Rows:
        """The menu of this name; the first one for any other."""
        match at:
            case "promise":
                return self.promise(unit, self._topic.menu)
            case "call":
                return [*self.each("call", ("reached", "no_answer", "wrong_number"), "group-button-call"), self.back()]
            case "close":
                return [*self.each("outcome", OUTCOMES, "console-outcome"), self.back()]
            case "when":
                return [*self.when(), self.back()]
            case "transfer":
                return [[self.button(f"to-{what}", "to", what)] for what in ("type", "unit", "agent")] + [self.back()]
        return self.main(answers=answers)

    def main(self, *, answers: bool) -> Rows:
        mode = self.button("notes" if answers else "answers", "mode", "notes" if answers else "answers")
        return [
            [mode],
            [self.button("promise", "menu", "promise"), self.button("call", "menu", "call")],
            [self.button("transfer", "menu", "transfer"), self.button("return", "return")],
            [self.button("close", "menu", "close")],
        ]

    def each(self, verb: str, codes: Sequence[str], key: str) -> Rows:
        """A button for each code, two in a row."""
        made = [self.named(text(self._language, f"{key}-{code.replace('_', '-')}"), verb, code) for code in codes]
        return [made[at : at + 2] for at in range(0, len(made), 2)]

    def results(self, script: Script, outcome: str) -> Rows:
        """What the script knows below this outcome."""
        found = [result for result in script.results if result.outcome == outcome]
        rows = [[self.named(spoken_in(result.label, self._language), "result", result.code)] for result in found]
        return [*rows, [self.button("no-result", "result", "")], self.back()]

    def when(self) -> Rows:
        """When to come back to what was recommended."""
        made = [self.button(name, "when", name) for name in LATER]
        return [made[at : at + 2] for at in range(0, len(made), 2)]

    def page(self, what: str, found: Sequence[tuple[str, str]], page: int) -> Rows:
        """A part of a long list."""
        part = found[page * PAGE : (page + 1) * PAGE]
        rows = [[self.named(name, "pick", what, code)] for code, name in part]
        turns = [self.named("‹", "page", page - 1)] if page else []
        if len(found) > (page + 1) * PAGE:
            turns.append(self.named("›", "page", page + 1))
        return [*rows, *([turns] if turns else []), self.back()]

    def promise(self, unit: Unit | None, menu: Mapping[str, Any]) -> Rows:
        """Moments, as they were when the menu was opened."""
        zone, city = (unit.time_zone, unit.named(self._language)["city"]) if unit else ("UTC", "UTC")
        now = datetime.fromisoformat(str(menu["now"]))
        rows = [[self.named(self._when(at, zone, city), "promise", name)] for name, at in presets(now, zone).items()]
        by_call = bool(menu.get("by_call"))
        how = self.button("by-answer" if by_call else "by-call", "bycall", "" if by_call else "1")
        return [*rows, [how], self.back()]

    def _when(self, at: datetime, zone: str, city: str) -> str:
        """Never "today": the menu may still be open tomorrow."""
        day = weekday(self._language, at.astimezone(ZoneInfo(zone)))
        return text(self._language, "group-until", day=day, time=clock_time(at, zone), city=city)
