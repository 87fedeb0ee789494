"""How people write plates and VINs, and what a vehicle is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.garage.models import Vehicle, vehicle_title
from services.garage.plates import normal_plate, same_plate, shown_plate
from services.garage.typed import Typed, read_vehicle
from services.garage.vins import check_digit, normal_vin

VESTA = "XTAGFL110KY123456"  # made in Russia: the ninth character is no check digit
ACCORD = "1HGCM82633A004352"  # a well-known American one, with a right check digit


@pytest.mark.parametrize(
    ("typed", "normal", "shown"),
    [
        ("А123ВС77", "А123ВС77", "А123ВС 77"),
        ("a123bc 77", "А123ВС77", "А123ВС 77"),
        (" x 001 xx 799 RUS", "Х001ХХ799", "Х001ХХ 799"),
        ("м 456 то-54", "М456ТО54", "М456ТО 54"),
        ("А·123·ВС·77", "А123ВС77", "А123ВС 77"),
        ("АО01ВС77", "А001ВС77", "А001ВС 77"),  # the letter O for a zero
        ("А123В077", "А123ВО77", "А123ВО 77"),  # a zero for the letter O
        ("АВ12377", "АВ12377", "АВ123 77"),  # taxi
        ("АВ123477", "АВ123477", "АВ1234 77"),  # trailer
        ("1234АВ77", "1234АВ77", "1234АВ 77"),  # motorcycle
        ("А123477", "А123477", "А1234 77"),  # police
    ],
)
def test_russian_plates(typed: str, normal: str, shown: str) -> None:
    plate = normal_plate(typed)
    assert (plate.text, plate.known) == (normal, True)
    assert shown_plate(plate.text) == shown


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("b-mw 1234", "B MW 1234"),
        ("1234 AB-7", "1234 AB 7"),  # Belarus
        ("123ABC01", "123ABC01"),  # Kazakhstan
        ("AA 1234 BB", "AA 1234 BB"),  # Ukraine
        ("А000ВС77", "А000ВС77"),  # no such Russian plate; somebody's all the same
        ("LV51 ABC", "LV51 ABC"),
        ("品川 500 1", "品川 500 1"),
    ],
)
def test_foreign_plates_are_allowed(typed: str, normal: str) -> None:
    plate = normal_plate(typed)
    assert (plate.text, plate.known) == (normal, False)
    assert shown_plate(plate.text) == normal


@pytest.mark.parametrize(
    "typed", ["", "  ", "нет", "позже", "12", "А123ВС77 и ещё одна машина", "x" * 100 + "1", "а/123\x00", "12😀34"]
)
def test_what_is_no_plate(typed: str) -> None:
    assert normal_plate(typed).text == ""


@given(st.text(max_size=30))
def test_a_normal_plate_stays_as_it_is(typed: str) -> None:
    plate = normal_plate(typed)
    assert normal_plate(plate.text) == plate


def test_one_plate_written_in_two_ways() -> None:
    assert same_plate(normal_plate("B-MW 1234").text, normal_plate("BMW1234").text)
    assert not same_plate("А123ВС77", "А123ВС777")
    assert not same_plate("", "")
    assert not same_plate(None, None)


@pytest.mark.parametrize(
    ("typed", "normal", "warning"),
    [
        (VESTA, VESTA, None),
        (VESTA.lower(), VESTA, None),
        (" ХТАGFL110КУ123456 ", VESTA, None),  # Cyrillic look-alikes
        ("XTA GFL110 KY123456", VESTA, None),
        (ACCORD, ACCORD, None),
        ("1HGCM82643A004352", "1HGCM82643A004352", "check-digit"),
        ("WBA00000000000001", "WBA00000000000001", None),  # Germany: a check digit is not obligatory
    ],
)
def test_vins(typed: str, normal: str, warning: str | None) -> None:
    vin = normal_vin(typed)
    assert vin
    assert (vin.text, vin.warning) == (normal, warning)


@pytest.mark.parametrize(
    "typed",
    ["", VESTA[:-1], VESTA + "1", "I" + VESTA[1:], "O" + VESTA[1:], "Q" + VESTA[1:], "GRS182-1234567", "Ж" * 17, "１" * 17],
)
def test_what_is_no_vin(typed: str) -> None:
    assert normal_vin(typed) is None


def test_the_check_digit_catches_every_single_slip() -> None:
    assert check_digit(ACCORD) == ACCORD[8]
    for place in set(range(17)) - {8}:
        slip = ACCORD[:place] + ("7" if ACCORD[place] != "7" else "6") + ACCORD[place + 1 :]
        if slip[0] in "12345":
            vin = normal_vin(slip)
            assert vin
            assert vin.warning == "check-digit" or _same_value(ACCORD[place], slip[place])


def _same_value(one: str, other: str) -> bool:
    return check_digit(one * 17) == check_digit(other * 17)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("Лада Веста 2019 а123вс77", Typed("Лада", "Веста", 2019, None, "А123ВС77")),
        ("а 123 вс 77 rus, Toyota Land Cruiser 200", Typed("Toyota", "Land Cruiser 200", None, None, "А123ВС77")),
        ("land rover Discovery 4", Typed("land rover", "Discovery 4")),
        ("Mercedes-Benz E200 2015 г.", Typed("Mercedes-Benz", "E200", 2015)),
        ("Mercedes Benz E200", Typed("Mercedes Benz", "E200")),
        ("ВАЗ 2107", Typed("ВАЗ", "2107")),
        ("Peugeot 2008 2021", Typed("Peugeot", "2008", 2021)),
        (f"VIN: {VESTA}", Typed(vin=VESTA)),
        (f"Веста {VESTA.lower()} номер А123ВС77", Typed("Веста", "", None, VESTA, "А123ВС77")),
        ("А123ВС77", Typed(plate="А123ВС77")),
        ("1234AB-7", Typed(plate="1234AB 7")),
        ("госномер м456то54", Typed(plate="М456ТО54")),
        ("Haval", Typed("Haval")),
    ],
)
def test_a_vehicle_in_one_line(line: str, typed: Typed) -> None:
    assert read_vehicle(line, latest=2027) == typed


@pytest.mark.parametrize("line", ["", "   ", "\x00", "?!", "а" * 300, "2019"])
def test_what_is_no_vehicle(line: str) -> None:
    assert read_vehicle(line, latest=2027) is None


@given(st.text(max_size=150))
def test_whatever_is_typed_is_read_or_not(line: str) -> None:
    typed = read_vehicle(line, latest=2027)
    assert typed is None or typed.make or typed.plate or typed.vin


def _vehicle(make: str = "Lada", model: str = "Vesta", vin: str | None = None, plate: str | None = None) -> Vehicle:
    return Vehicle(1, "id", None, 1, make, model, None, vin, plate, sold=False, mileage_km=None, mileage_at=None)


@pytest.mark.parametrize(
    ("vehicle", "title"),
    [
        (_vehicle(plate="А123ВС77"), "Lada Vesta, А123ВС 77"),
        (_vehicle(vin=VESTA), "Lada Vesta"),
        (_vehicle("", "", plate="B MW 1"), "B MW 1"),
        (_vehicle("", "", vin=VESTA), "VIN …123456"),
        (_vehicle("", ""), "машина"),
    ],
)
def test_titles(vehicle: Vehicle, title: str) -> None:
    assert vehicle_title(vehicle, "ru") == title
