"""Words of the console for one reader: texts in their language, moments in the place's own time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

from services.errors import Refused
from services.requests.reasons import boosts_text, counted_minutes, reason_kind, waited_minutes
from services.texts import clock_time, date_words, duration_minutes, duration_words, has_text, moment, text
from services.units import Unit

_PREFIX = "console-"
_BY_TYPE = frozenset({"type", "resolve", "rush"})  # fields that there are for each request type


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request belongs: its times are told in this zone, with this city."""

    zone: str
    city: str
    name: str = ""


def place_of(unit: Unit | None, language: str) -> Place:
    """A unit's place; UTC for a chain that has no unit yet."""
    if unit is None:
        return Place("UTC", "UTC")
    named = unit.named(language)
    return Place(unit.time_zone, named["city"], named["name"])


@dataclass(frozen=True, slots=True)
class Words:
    """`t("key")` in templates, and everything else that has to be said rather than printed."""

    language: str
    now: datetime

    def __call__(self, key: str, /, **args: Any) -> str:
        """The console's text `key`."""
        return text(self.language, _PREFIX + key, **args)

    def time(self, at: datetime, place: Place) -> str:
        """`15:10`."""
        return clock_time(at, place.zone)

    def moment(self, at: datetime, place: Place, *, by: bool = False) -> str:
        """`сегодня в 15:10 (Москва)`, as a deadline (`by`) `сегодня до 15:10 (Москва)`."""
        return moment(self.language, at, place.zone, place.city, self.now, by=by)

    def day(self, at: datetime, place: Place) -> str:
        """`Сегодня`, `Вчера`, `пн, 23 ноября`."""
        zone = ZoneInfo(place.zone)
        back = self.now.astimezone(zone).date() - at.astimezone(zone).date()
        key = {timedelta(0): "today", timedelta(days=1): "yesterday"}.get(back)
        return self(key) if key else date_words(self.language, at, place.zone, self.now)

    def stamp(self, at: datetime, place: Place) -> str:
        """A day and its time, short, without the city: for lists whose heading names it."""
        return f"{self.day(at, place)}, {self.time(at, place)}"

    def stamp_within(self, at: datetime, place: Place) -> str:
        """The same in the middle of a sentence: `сегодня, 10:00`. English days and months keep their capitals."""
        day = self.day(at, place)
        return f"{day.lower() if day in {self('today'), self('yesterday')} else day}, {self.time(at, place)}"

    def stamp_there(self, at: datetime, place: Place) -> str:
        """The same with the city, for lists of many places: `Завтра, 10:00 (Москва)`."""
        return f"{self.stamp(at, place)} ({place.city})"

    def waited(self, since: datetime, until: datetime | None = None) -> str:
        """`12 мин`, `3 ч 5 мин`, `2 д 4 ч`."""
        return self.minutes(duration_minutes(since, until or self.now))

    def left(self, until: datetime) -> str:
        """`ещё 12 мин`; once it is over: `12 мин назад`."""
        past = until < self.now
        return self("time-over" if past else "time-left", time=self.waited(*((until, self.now) if past else (self.now, until))))

    def minutes(self, count: int) -> str:
        """A duration of so many minutes."""
        return duration_words(self.language, count)

    def reason(self, reason: Mapping[str, Any]) -> str:
        """Why a request came to its agent."""
        return self(
            f"reason-{reason_kind(reason)}", waited=self.minutes(waited_minutes(reason)), counted=self.minutes(counted_minutes(reason)),
            boosts=boosts_text(reason, self.language), by=str(reason.get("by", "")), reason=str(reason.get("reason", "")),
            days=int(reason.get("days", 0)),
        )  # fmt: skip

    def size(self, count: int | None) -> str:
        """`340 КБ`, `2,1 МБ`."""
        if count is None:
            return ""
        mark = "," if self.language == "ru" else "."
        return (
            self("megabytes", size=f"{count / 1e6:.1f}".replace(".", mark))
            if count >= 1_000_000  # noqa: PLR2004
            else self("kilobytes", size=str(max(1, round(count / 1000))))
        )

    def phone(self, number: str) -> str:
        """`+7 912 345-67-89`."""
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return number
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def label(self, kind: str, value: str) -> str:
        """A word for a code that may be one we do not know (`label("field", "plate")`): the code itself then."""
        key = _slug(f"{_PREFIX}{kind}-{value}")
        return text(self.language, key) if has_text(self.language, key) else value

    def field(self, name: str) -> str:
        """The label of a field of the settings, empty where it has none; `name.ru` and `hours.0` belong to a field and a day,
        `type.claim` and `resolve.claim` to a request type."""
        base, _, part = name.partition(".")
        if part and base in _BY_TYPE:
            return " · ".join(filter(None, (self.field(base) if base != "type" else "", self.label("type", part))))
        key = _slug(f"{_PREFIX}set-day-{part}" if base == "hours" and part else f"{_PREFIX}set-field-{base}")
        return text(self.language, key) if has_text(self.language, key) else ""

    def refusal(self, refused: Refused) -> str:
        """Why a rule said no."""
        key = f"refused-{refused.code}"
        args = {name: value for name, value in refused.data.items() if isinstance(value, str | int)}
        return text(self.language, key if has_text(self.language, key) else "refused-other", **args)

    def mistakes(self, refused: Refused) -> dict[str, str]:
        """What is wrong with which field of a form."""
        missing = {str(name): self(_slug(f"missing-{_lacking(str(name))}")) for name in refused.data.get("missing", ())}
        return missing | {str(error["field"]): self._mistake(**error) for error in refused.data.get("errors", ())}

    def _mistake(self, field: str, reason: str, **args: str | int) -> str:
        reason = re.sub(r"\d+", "n", reason.partition(":")[0])
        for key in (f"invalid-{field}-{reason}", f"invalid-{reason}"):
            if has_text(self.language, _slug(_PREFIX + key)):
                return self(_slug(key), **args)
        return self("invalid-other")


def _lacking(name: str) -> str:
    """Fields of a script have one text for all."""
    return "fields" if name.startswith("fields.") else name


def _slug(key: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", key.lower()).strip("-")
