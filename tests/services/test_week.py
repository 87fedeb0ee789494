"""Opening hours as people type them."""

from datetime import date

import pytest

from services.errors import Refused
from services.units.week import HoursError, read_spans, read_week, say_spans, with_days
from services.units.zones import public_holidays, zone_of_city, zones


@pytest.mark.parametrize(
    ("typed", "spans"),
    [("9-20", [["09:00", "20:00"]]), ("09:00–13:00, 14:00–20:00", [["09:00", "13:00"], ["14:00", "20:00"]]),
     ("14-20; 9.30 — 13", [["09:30", "13:00"], ["14:00", "20:00"]]), ("с 9", None), ("", []), ("выходной", []), ("-", []),
     ("круглосуточно", [["00:00", "00:00"]]), ("24/7", [["00:00", "00:00"]]), ("0-24", [["00:00", "00:00"]]),
     ("20-04", [["20:00", "04:00"]]), ("9-25", None), ("9-12:60", None), ("9-13, 12-20", None), ("22-6, 5-8", None), ("24-25", None),
     ("8-9,9-10,10-11,11-12,12-13,13-14,14-15", None), ("9 утра - 8 вечера", None)],
)  # fmt: skip
def test_hours_of_a_day(typed: str, spans: list[list[str]] | None) -> None:
    if spans is None:
        with pytest.raises(HoursError):
            read_spans(typed)
        return
    assert read_spans(typed) == spans
    assert read_spans(say_spans(spans)) == spans, "what is shown can be typed"


def test_a_week_names_every_day_that_is_wrong() -> None:
    with pytest.raises(Refused) as refused:
        read_week({0: "9-20", 1: "рано", 3: "9-13,12-14"})
    assert refused.value.data["errors"] == [
        {"field": "hours.1", "reason": "not hours"}, {"field": "hours.3", "reason": "overlap"},
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        read_week({6: "22-10", 0: "9-20"})
    assert refused.value.data["errors"] == [{"field": "hours.6", "reason": "overlap next day"}], "Sunday night runs into Monday"
    assert read_week({})["4"] == []


def test_special_days_come_and_go() -> None:
    hours = with_days({"week": {}}, date(2026, 12, 31), date(2027, 1, 2), [])
    assert list(hours["days"]) == ["2026-12-31", "2027-01-01", "2027-01-02"]
    assert list(with_days(hours, date(2027, 1, 1), date(2027, 1, 1), None)["days"]) == ["2026-12-31", "2027-01-02"]
    with pytest.raises(Refused):
        with_days(hours, date(2027, 1, 2), date(2027, 1, 1), [])
    with pytest.raises(Refused):
        with_days(hours, date(2027, 1, 1), date(2027, 6, 1), [])


@pytest.mark.parametrize(
    ("city", "zone"),
    [("Москва", "Europe/Moscow"), ("Санкт-Петербург", "Europe/Moscow"), ("ростов на дону", "Europe/Moscow"), ("Орел", "Europe/Moscow"),
     ("Уфа", "Asia/Yekaterinburg"), ("Novosibirsk", "Asia/Novosibirsk"), ("Белград", "Europe/Belgrade"), ("Простоквашино", None)],
)  # fmt: skip
def test_a_city_tells_its_zone(city: str, zone: str | None) -> None:
    assert zone_of_city(city) == zone


def test_zones_have_their_cities_in_both_languages() -> None:
    day = date(2026, 11, 24)
    home = [zone for zone in zones("ru", day) if zone.group == "home"]
    assert [home[0].city, home[-1].city] == ["Калининград", "Петропавловск-Камчатский"]
    belgrade = {day.month: next(z for z in zones("en", day) if z.name == "Europe/Belgrade") for day in (day, date(2027, 7, 1))}
    assert (belgrade[11].utc, belgrade[7].utc) == ("UTC+1", "UTC+2")
    assert next(z for z in zones("en", day) if z.name == "Asia/Kolkata").utc == "UTC+5:30"
    assert (date(2027, 1, 7), "Рождество Христово") in public_holidays("Asia/Omsk", 2027, "ru")
    assert public_holidays("UTC", 2027, "ru") == ()
