"""A visit as a calendar file (RFC 5545)."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from services.booking.models import Visit
from services.catalog.models import in_language
from services.texts import text
from services.units import Unit

ALARM = timedelta(hours=2)


def calendar_file(visit: Visit, unit: Unit, language: str, *, now: datetime, car: str = "") -> bytes:
    """The content of an `.ics` file, in the unit's zone with its rules. A later file of the same visit replaces the earlier one
    (same UID, higher SEQUENCE)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Priyomka//Visit//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(visit, unit, language, now, car))
    calendar.add_missing_timezones(first_date=visit.starts_at.date(), last_date=visit.ends_at.date() + timedelta(days=366))
    return bytes(calendar.to_ical())


def _event(visit: Visit, unit: Unit, language: str, now: datetime, car: str) -> Event:
    where = unit.named(language)
    works = ", ".join(in_language(title, language) for _, title, _ in visit.works)
    event = Event()
    event.add("uid", f"{visit.public_id}@priyomka")
    event.add("sequence", 2 * visit.version + (visit.status == "cancelled"))
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", visit.starts_at.astimezone(unit.hours.zone))
    event.add("dtend", visit.ends_at.astimezone(unit.hours.zone))
    event.add("status", "CANCELLED" if visit.status == "cancelled" else "CONFIRMED")
    event.add("summary", text(language, "calendar-title", works=works))
    event.add("location", ", ".join(part for part in (where["name"], where["city"], where["address"]) if part))
    event.add("description", "\n".join(_description(unit, language, works, car)))
    if unit.place:
        event.add("geo", (unit.place["lat"], unit.place["lon"]))
    event.add_component(_alarm(language, works))
    return event


def _description(unit: Unit, language: str, works: str, car: str) -> list[str]:
    lines = [text(language, "calendar-works", works=works)]
    if car:
        lines.append(text(language, "calendar-car", car=car))
    if unit.phone:
        lines.append(text(language, "calendar-phone", phone=unit.phone))
    return lines


def _alarm(language: str, works: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM)
    alarm.add("description", text(language, "calendar-title", works=works))
    return alarm
