"""A visit as its client sees it: the card, moving it, cancelling it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.telegram.screens import Button, Rows, Screen, button
from handlers.telegram.screens.booking import TIMES_SHOWN, offer_question, offered, pairs, stamp, works_line
from handlers.telegram.screens.days import day_label, day_words, local_day, place, route_link, when
from services.booking.models import OPEN, Slot, Visit
from services.catalog.models import in_language
from services.texts import clock_time, text
from services.units import Unit

_CONFIRMED_WITHIN = timedelta(hours=36)  # before that nobody has been asked yet, and to say yes would mean little


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit with what is told about it. `car`: the vehicle's title, empty where there is none."""

    language: str
    visit: Visit
    unit: Unit
    car: str = ""

    def button(self, key: str, verb: str = "") -> Button:
        """A button of this visit."""
        return button(text(self.language, key), f"v:{self.visit.public_id}{':' if verb else ''}{verb}")

    @property
    def when(self) -> str:
        """`четверг, 26 ноября, в 10:30 (Москва)`."""
        return when(self.language, self.visit.starts_at, self.unit)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def summary(shown: Shown) -> list[str]:
    """When, where, which vehicle, what."""
    titles = [in_language(title, shown.language) for _, title, _ in shown.visit.works]
    lines = [_capital(shown.when), place(shown.language, shown.unit)]
    if shown.car:
        lines.append(text(shown.language, "booking-head-car", car=shown.car))
    if titles:
        lines.append(works_line(shown.language, titles, sum(minutes for *_, minutes in shown.visit.works)))
    return lines


def card(shown: Shown, *, title: str = "", now: datetime) -> Screen:
    """The visit with everything that can be done with it; `title` is the news that stands above it."""
    visit, state = shown.visit, shown.visit.status.replace("_", "-")
    by_us = state == "cancelled" and visit.cancelled_by == "unit"
    key = title or ("cancelled-by-us" if by_us else state)
    heading = text(shown.language, f"visit-title-{key}")
    body = "\n\n".join([heading, "\n".join(summary(shown))])
    if visit.status not in OPEN or visit.ends_at <= now:
        return Screen(body, _closed_rows(shown))
    asked = visit.status == "booked" and not title and visit.starts_at - now <= _CONFIRMED_WITHIN
    return Screen(body, _open_rows(shown, asked=asked))


def _open_rows(shown: Shown, *, asked: bool) -> Rows:
    route = {"text": text(shown.language, "visit-route"), "url": route_link(shown.language, shown.unit)}
    confirm = ((shown.button("visit-confirm", f"confirm{shown.visit.version}"),),) if asked else ()
    return (
        *confirm,
        (shown.button("visit-move", "move"), shown.button("visit-cancel", "cancel")),
        (route, shown.button("visit-file", "ics")),
        (shown.button("visit-ask", "ask"),),
    )


def _closed_rows(shown: Shown) -> Rows:
    return ((button(text(shown.language, "visit-again"), "m:book:new"),), (shown.button("visit-ask", "ask"),))


def cancel_check(shown: Shown) -> Screen:
    """Asked once, with everything in view."""
    rows = (
        (shown.button("visit-cancel-yes", f"drop{shown.visit.version}"),),
        (shown.button("visit-keep", "keep"),),
    )
    return Screen("\n\n".join(["\n".join(summary(shown)), text(shown.language, "visit-cancel-check")]), rows)


def _moving(shown: Shown, question: str, rows: Sequence[Sequence[Button]], *, note: str = "", back: str = "") -> Screen:
    head = text(shown.language, "visit-move-head", when=shown.when)
    way_back = [shown.button("booking-back", back)] if back else []
    out = (*way_back, shown.button("visit-keep", "keep"))
    return Screen("\n\n".join(part for part in (note, head, question) if part), (*(tuple(row) for row in rows if row), out))


def move_days(shown: Shown, found: Sequence[date], page: int, now: datetime, *, more: bool, note: str = "") -> Screen:
    """The days to move to."""
    today = local_day(now, shown.unit)
    labels = [button(day_label(shown.language, day, today), f"v:{shown.visit.public_id}:day{day:%Y%m%d}") for day in found]
    paging = [shown.button("booking-fewer", "page0")] if page else []
    paging += [shown.button("booking-more", f"page{page + 1}")] if more else []
    return _moving(shown, text(shown.language, "visit-move-day"), [*pairs(labels), paging], note=note)


def move_times(shown: Shown, day: date, slots: Sequence[Slot], page: int, *, note: str = "") -> Screen:
    """The times of that day."""
    labels = [
        button(clock_time(slot.starts_at, shown.unit.time_zone), f"v:{shown.visit.public_id}:at{stamp(slot.starts_at)}")
        for slot in slots[page * TIMES_SHOWN : (page + 1) * TIMES_SHOWN]
    ]
    paging = [shown.button("booking-fewer", f"day{day:%Y%m%d}")] if page else []
    if len(slots) > (page + 1) * TIMES_SHOWN:
        paging.append(shown.button("booking-more", f"day{day:%Y%m%d}p{page + 1}"))
    question = text(
        shown.language, "visit-move-time", date=_capital(day_words(shown.language, day)),
        city=shown.unit.named(shown.language)["city"],
    )  # fmt: skip
    return _moving(shown, question, [*pairs(labels, 3), paging], note=note, back="move")


def move_offers(shown: Shown, slots: Sequence[Slot], now: datetime, *, note: str = "") -> Screen:
    """Times to choose from for what was typed."""
    labels = [
        button(label, f"v:{shown.visit.public_id}:at{stamp(at)}")
        for at, label in offered(shown.language, shown.unit, slots, now)
    ]
    days = {local_day(slot.starts_at, shown.unit) for slot in slots}
    other = [shown.button("booking-other-day", "page0")]
    question = offer_question(shown.language, shown.unit, days)
    return _moving(shown, question, [*pairs(labels, 3 if len(days) == 1 else 1), other], note=note)


def move_check(shown: Shown, starts_at: datetime) -> Screen:
    """From when to when."""
    after = when(shown.language, starts_at, shown.unit)
    yes = shown.button("visit-move-yes", f"to{stamp(starts_at)}v{shown.visit.version}")
    rows = (
        (yes,),
        (shown.button("booking-back", f"day{local_day(starts_at, shown.unit):%Y%m%d}"), shown.button("visit-keep", "keep")),
    )
    return Screen(text(shown.language, "visit-move-check", before=shown.when, after=after), rows)


def request_note(shown: Shown, what: str) -> str:
    """What the agent reads when a client asks for something with this visit."""
    return "\n".join([text(shown.language, "visit-request-words", what=what), *summary(shown)])
