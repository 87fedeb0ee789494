"""The booking dialogue, step by step. The first button of each screen that is not navigation leads on to a booked visit."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handlers.telegram.screens import Button, Screen, button
from handlers.telegram.screens.days import day_label, day_words, duration, local_day, place, when
from services.booking.models import Slot
from services.catalog.models import FAMILIES, Work
from services.texts import clock_time, moment, text
from services.units import Unit

# telegram.md §1: twenty buttons in all, three in a row
UNITS_SHOWN, CARS_SHOWN, DAYS_SHOWN, TIMES_SHOWN, WORKS_SHOWN = 8, 8, 8, 15, 12
USUAL, USUAL_AND_CHOSEN = 5, 8  # works shown before their families, where there are many
_MINUTES = "%Y%m%d%H%M"
_YEARS = range(2000, 2200)  # of a button that was ever shown


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands above each question. `car`: the vehicle's title; empty where it is told on site, None where not asked yet."""

    language: str
    draft: str
    unit: Unit | None = None
    car: str | None = None
    works: tuple[Work, ...] = ()

    def data(self, step: str, value: str) -> str:
        """What a button carries: the dialogue it belongs to, the step it is an answer to, and the answer."""
        return f"b:{self.draft}:{step}:{value}"

    def button(self, key: str, step: str, value: str) -> Button:
        """A button with one of our texts."""
        return button(text(self.language, key), self.data(step, value))

    @property
    def minutes(self) -> int:
        """Of all works."""
        return sum(work.minutes for work in self.works)


def stamp(at: datetime) -> str:
    """A time in a button: twelve digits, UTC."""
    return at.astimezone(UTC).strftime(_MINUTES)


def parse_stamp(value: str) -> datetime | None:
    """The time of a button; None for anything else."""
    try:
        found = datetime.strptime(value, _MINUTES).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def parse_day(value: str) -> date | None:
    """`20261126` of a button; None for anything else."""
    try:
        found = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _screen(chosen: Chosen, question: str, rows: Iterable[Sequence[Button]], step: str, *, note: str = "") -> Screen:
    """News, what has been chosen, the question; the way back and out at the end."""
    parts = [part for part in (note, "\n".join(summary(chosen)), question) if part]
    way_out = (chosen.button("booking-back", step, "back"), chosen.button("booking-cancel", step, "x"))
    return Screen("\n\n".join(parts), (*(tuple(row) for row in rows if row), way_out))


def summary(chosen: Chosen) -> list[str]:
    """The lines that say what has been chosen so far; the agent reads them too."""
    language, lines = chosen.language, []
    if chosen.unit is not None:
        named = chosen.unit.named(language)
        lines.append(text(language, "booking-head-place", unit=named["name"], city=named["city"]))
    if chosen.car is not None:
        lines.append(text(language, "booking-head-car", car=chosen.car or text(language, "booking-car-later")))
    if chosen.works:
        lines.append(works_line(language, [work.named(language) for work in chosen.works], chosen.minutes))
    return lines


def works_line(language: str, titles: Sequence[str], minutes: int) -> str:
    """`Работы: замена масла, балансировка (1 ч 10 мин)`."""
    return text(
        language, "booking-head-works", count=len(titles), works="; ".join(titles), duration=duration(language, minutes)
    )


def pages(chosen: Chosen, step: str, page: int, *, more: bool) -> list[Button]:
    """Further on, and back to the beginning."""
    row = [chosen.button("booking-fewer", step, "p0")] if page else []
    return [*row, chosen.button("booking-more", step, f"p{page + 1}")] if more else row


def pairs(buttons: Sequence[Button], width: int = 2) -> list[Sequence[Button]]:
    """Rows of so many."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def units(chosen: Chosen, found: Sequence[Unit], page: int, *, note: str = "") -> Screen:
    """Which station; the likeliest first."""
    language, start = chosen.language, page * UNITS_SHOWN
    rows = []
    for unit in found[start : start + UNITS_SHOWN]:
        named = unit.named(language)
        rows.append([button(f"{named['city']}, {named['name']}"[:60], chosen.data("unit", str(unit.id)))])
    question = text(language, "booking-ask-unit")
    bare = Chosen(language, chosen.draft)
    more = pages(chosen, "unit", page, more=len(found) > start + UNITS_SHOWN)
    return _screen(bare, question, [*rows, more], "unit", note=note)


def cars(chosen: Chosen, titles: Sequence[tuple[str, str]], page: int, *, note: str = "") -> Screen:
    """Which vehicle, by (id, title)."""
    start = page * CARS_SHOWN
    rows = [[button(title[:60], chosen.data("car", car))] for car, title in titles[start : start + CARS_SHOWN]]
    more = pages(chosen, "car", page, more=len(titles) > start + CARS_SHOWN)
    other = [chosen.button("booking-other-car", "car", "new"), chosen.button("booking-say-later", "car", "later")]
    return _screen(
        Chosen(chosen.language, chosen.draft, chosen.unit),
        text(chosen.language, "booking-ask-car"),
        [*rows, more, other],
        "car",
        note=note,
    )


def plate(chosen: Chosen, *, note: str = "") -> Screen:
    """A vehicle is typed, or told on site."""
    bare = Chosen(chosen.language, chosen.draft, chosen.unit)
    rows = [[chosen.button("booking-say-later", "plate", "later")]]
    return _screen(bare, text(chosen.language, "booking-ask-plate"), rows, "plate", note=note)


def works(chosen: Chosen, catalogue: Sequence[Work], family: str, page: int, *, note: str = "") -> Screen:
    """One work or several; with one chosen the first button leads on. Many are shown by families, the usual ones before them."""
    language, codes = chosen.language, {work.code for work in chosen.works}
    go = text(language, "booking-continue", count=len(codes), duration=duration(language, chosen.minutes))
    rows: list[Sequence[Button]] = [[button(go, chosen.data("works", "go"))]] if codes else []
    if family:
        members, start = [work for work in catalogue if _family(work) == family], page * WORKS_SHOWN
        rows += _work_rows(chosen, members[start : start + WORKS_SHOWN], codes)
        rows.append(pages(chosen, "works", page, more=len(members) > start + WORKS_SHOWN))
        rows.append([chosen.button("booking-all-works", "works", "all")])
    elif len(catalogue) <= WORKS_SHOWN:
        rows += _work_rows(chosen, catalogue, codes)
    else:
        usual = [work for work in catalogue if work.bookable][:USUAL]
        shown = [work for work in catalogue if work in usual or work.code in codes]
        rows += _work_rows(chosen, shown[:USUAL_AND_CHOSEN], codes)
        rows += pairs(_family_buttons(chosen, catalogue))
    rows.append([chosen.button("booking-no-such-work", "works", "none")])
    question = text(language, "booking-ask-more-works" if codes else "booking-ask-works")
    if family:
        question = f"{text(language, f'booking-family-{family}')}. {question}"
    return _screen(chosen, question, rows, "works", note=note)


def _family(work: Work) -> str:
    return work.family if work.family in FAMILIES else "other"


def _family_buttons(chosen: Chosen, catalogue: Sequence[Work]) -> list[Button]:
    present = {_family(work) for work in catalogue}
    return [chosen.button(f"booking-family-{family}", "works", f"f.{family}") for family in FAMILIES if family in present]


def _work_rows(chosen: Chosen, shown: Iterable[Work], codes: Collection[str]) -> list[Sequence[Button]]:
    """A button says what it will do (`+`, `-`), so that a second tap on it changes nothing."""
    rows: list[Sequence[Button]] = []
    for work in shown:
        title = work.named(chosen.language)[:55]
        label = text(chosen.language, "booking-chosen", work=title) if work.code in codes else title
        sign = ("-" if work.code in codes else "+") if work.bookable else "?"
        rows.append([button(label, chosen.data("works", f"{sign}{work.code}"))])
    return rows


def by_adviser(chosen: Chosen, work: Work) -> Screen:
    """A work whose time nobody knows before seeing the car."""
    question = text(chosen.language, "booking-by-adviser", work=work.named(chosen.language))
    rows = [
        [chosen.button("booking-ask-person", "works", f"!{work.code}")],
        [chosen.button("booking-all-works", "works", "all")],
    ]
    return _screen(chosen, question, rows, "works")


def days(chosen: Chosen, found: Sequence[date], page: int, now: datetime, *, more: bool, note: str = "") -> Screen:
    """The next days with something free."""
    assert chosen.unit is not None  # noqa: S101 - there is no day without a station
    today = local_day(now, chosen.unit)
    labels = [button(day_label(chosen.language, day, today), chosen.data("day", day.strftime("%Y%m%d"))) for day in found]
    rows = [*pairs(labels), pages(chosen, "day", page, more=more), [chosen.button("booking-no-such-day", "day", "none")]]
    return _screen(chosen, text(chosen.language, "booking-ask-day"), rows, "day", note=note)


def times(chosen: Chosen, day: date, slots: Sequence[Slot], page: int, *, note: str = "") -> Screen:
    """The free times of a day, in the station's own time."""
    assert chosen.unit is not None  # noqa: S101 - there is no time without a station
    language, start = chosen.language, page * TIMES_SHOWN
    labels = [
        button(clock_time(slot.starts_at, chosen.unit.time_zone), chosen.data("time", stamp(slot.starts_at)))
        for slot in slots[start : start + TIMES_SHOWN]
    ]
    more = pages(chosen, "time", page, more=len(slots) > start + TIMES_SHOWN)
    rows = [*pairs(labels, 3), more, [chosen.button("booking-no-such-time", "time", "none")]]
    words = day_words(language, day)
    question = text(language, "booking-ask-time", date=words[:1].upper() + words[1:], city=chosen.unit.named(language)["city"])
    return _screen(chosen, question, rows, "time", note=note)


def offers(chosen: Chosen, slots: Sequence[Slot], now: datetime, *, note: str = "") -> Screen:
    """Times to choose from for what was typed; several days are told apart by their buttons."""
    assert chosen.unit is not None  # noqa: S101 - there is no time without a station
    labels = [
        button(label, chosen.data("day", f"at{stamp(at)}")) for at, label in offered(chosen.language, chosen.unit, slots, now)
    ]
    days = {local_day(slot.starts_at, chosen.unit) for slot in slots}
    other = [chosen.button("booking-other-day", "day", "p0")]
    return _screen(
        chosen,
        offer_question(chosen.language, chosen.unit, days),
        [*pairs(labels, 3 if len(days) == 1 else 1), other],
        "day",
        note=note,
    )


def offered(language: str, unit: Unit, slots: Sequence[Slot], now: datetime) -> list[tuple[datetime, str]]:
    """Starts with the words on their buttons: the time alone where all are on one day, else day and time."""
    days, today = {local_day(slot.starts_at, unit) for slot in slots}, local_day(now, unit)
    found = []
    for slot in slots:
        at = clock_time(slot.starts_at, unit.time_zone)
        label = at if len(days) == 1 else f"{day_label(language, local_day(slot.starts_at, unit), today)}, {at}"
        found.append((slot.starts_at, label))
    return found


def offer_question(language: str, unit: Unit, days: Collection[date]) -> str:
    """The question above times to choose from; it names the day where there is but one."""
    city = unit.named(language)["city"]
    if len(days) != 1:
        return text(language, "booking-ask-offer", city=city)
    words = day_words(language, next(iter(days)))
    return text(language, "booking-ask-time", date=words[:1].upper() + words[1:], city=city)


def check(chosen: Chosen, starts_at: datetime, held_until: datetime, now: datetime, *, note: str = "") -> Screen:
    """Everything once more, and until when the time is kept."""
    assert chosen.unit is not None  # noqa: S101 - there is no visit without a station
    language = chosen.language
    said = when(language, starts_at, chosen.unit)
    lines = [said[:1].upper() + said[1:], place(language, chosen.unit), *summary(chosen)[1:]]
    kept = text(
        language, "booking-held",
        until=moment(language, held_until, chosen.unit.time_zone, chosen.unit.named(language)["city"], now, by=True),
    )  # fmt: skip
    parts = [*([note] if note else []), "\n".join(lines), kept, text(language, "booking-ask-yes")]
    rows = (
        (chosen.button("booking-yes", "check", "yes"),),
        (chosen.button("booking-back", "check", "back"), chosen.button("booking-cancel", "check", "x")),
    )
    return Screen("\n\n".join(parts), rows)


def no_days(chosen: Chosen, horizon: int) -> Screen:
    """Nothing is free: a person helps."""
    rows = [[chosen.button("booking-ask-person", "day", "full")]]
    return _screen(chosen, text(chosen.language, "booking-no-days", days=horizon), rows, "day")


def too_many(chosen: Chosen, count: int) -> Screen:
    """As many open visits as one client may have."""
    rows = [
        [chosen.button("booking-ask-person", "time", "limit")],
        [button(text(chosen.language, "booking-my-visits"), "m:status")],
    ]
    return _screen(chosen, text(chosen.language, "booking-too-many", count=count), rows, "time")


def request_note(chosen: Chosen, why: str, *, day: date | None = None, work: Work | None = None) -> str:
    """What the agent reads about a booking that the bot could not finish: nobody has to ask again (P1)."""
    language = chosen.language
    lines = [text(language, "booking-request-words", why=why)]
    if work is not None:
        lines.append(text(language, "booking-request-adviser", work=work.named(language)))
    lines += summary(chosen)
    if day is not None:
        lines.append(text(language, "booking-request-day", date=day_words(language, day)))
    return "\n".join(lines)
