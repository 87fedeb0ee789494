"""Days on which a unit works other than by its week: holidays, short days, a closed week."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, reader_of_settings, saving
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.errors import invalid
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import date_words
from services.units.editing import set_days, unit_to_edit
from services.units.week import HoursError, read_spans, say_spans
from services.units.zones import public_holidays


async def page(request: web.Request) -> web.StreamResponse:
    """The days that are set, and public holidays to choose from."""
    return await _page(request)


async def _page(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        unit = await unit_to_edit(reader, staff, request.match_info["code"])
    today = words.now.date()
    set_already = unit["hours"].get("days", {})
    coming = [(day.isoformat(), _day_words(day, words), name) for day, name in _coming(unit, today, words.language)]
    return frame.page(
        request, "days", "units", wrong, forms={"add": Fields({"since": today.isoformat()})},
        unit=unit, title=in_language(unit["name"], words.language), spans=_spans(set_already, words),
        coming=coming, today=today.isoformat(),
    )  # fmt: skip


def _coming(unit: Mapping[str, Any], today: date, language: str) -> list[tuple[date, str]]:
    """Public holidays of the next year or so that are not set yet."""
    return [
        (day, name)
        for year in (today.year, today.year + 1)
        for day, name in public_holidays(unit["time_zone"], year, language)
        if today <= day <= today + timedelta(days=370) and day.isoformat() not in unit["hours"].get("days", {})
    ]


def _spans(days: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """Days next to each other with the same hours are one line."""
    dated = sorted((date.fromisoformat(day), say_spans(spans)) for day, spans in days.items())
    lines = []
    for (_, hours), group in groupby(enumerate(dated), lambda at: (at[1][0] - timedelta(days=at[0]), at[1][1])):
        found = [day for _, (day, _) in group]
        first, last = _day_words(found[0], words), _day_words(found[-1], words)
        lines.append({
            "since": found[0].isoformat(), "until": found[-1].isoformat(), "hours": hours,
            "told": first if first == last else f"{first} – {last}",
        })  # fmt: skip
    return lines


def _day_words(day: date, words: Words) -> str:
    return date_words(words.language, datetime(day.year, day.month, day.day, 12, tzinfo=UTC), "UTC", words.now)


def _date(form: Form, name: str, *, required: bool = True) -> date | None:
    if not form[name].strip() and not required:
        return None
    try:
        return date.fromisoformat(form[name].strip())
    except ValueError:
        raise invalid(name, "not a date") from None


async def _add(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    since, until = _date(form, "since"), _date(form, "until", required=False)
    assert since is not None  # noqa: S101 - required
    try:
        spans = read_spans(form["hours"])
    except HoursError as error:
        raise invalid("hours", str(error)) from None
    code = request.match_info["code"]
    await set_days(tx, staff, code, since=since, until=until, spans=spans)
    return f"{HOME}/units/{code}/days?done=saved"


async def _remove(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    since, until = _date(form, "since"), _date(form, "until")
    assert since is not None  # noqa: S101 - required
    code = request.match_info["code"]
    await set_days(tx, staff, code, since=since, until=until, spans=None)
    return f"{HOME}/units/{code}/days?done=removed"


async def _add_holidays(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    code = request.match_info["code"]
    unit = await unit_to_edit(tx, staff, code)
    ticked = set(frame.chosen_in(form, "day"))
    for day, _ in _coming(unit, tx.now.date(), "ru"):
        if form["all"] or day.isoformat() in ticked:
            await set_days(tx, staff, code, since=day, until=day, spans=[])
    return f"{HOME}/units/{code}/days?done=saved"


add, remove, add_holidays = (
    saving(_add, _page, "add"),
    saving(_remove, _page, "remove"),
    saving(_add_holidays, _page, "holidays"),
)
