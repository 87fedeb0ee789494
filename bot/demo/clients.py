"""Ten clients of the demo chain with their cars. The first three are the people on the sandbox's phones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Car:
    """A vehicle. `km`: readings the workshop took, by days ago, the oldest first."""

    ref: str
    make: str
    model: str
    year: int
    plate: str
    vin: str
    km: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Customer:
    """A card of the workshop's system. `unit` is where they usually come."""

    ref: str
    name: str
    phone: str
    unit: str
    cars: tuple[Car, ...]
    tier: str | None = None
    language: str = "ru"


IVAN = Customer(
    "client-01", "Иван Петров", "+79161234567", "msk-north",
    (Car("car-01", "Lada", "Vesta", 2021, "А123ВС77", "XTAGFL110MY512345", ((420, 18_400), (190, 31_900), (2, 44_150))),),
)  # fmt: skip
MARIA = Customer(
    "client-02", "Мария Кузнецова", "+79031112233", "nsk",
    (
        Car("car-02", "Hyundai", "Solaris", 2019, "К456МН154", "Z94K241CBKR112233", ((380, 52_300), (170, 61_050), (3, 68_700))),
        Car("car-03", "Kia", "Sportage", 2016, "О908ТХ54", "XWEPC81ADG0004567", ((250, 98_100), (40, 104_600))),
    ),
    tier="gold",
)  # fmt: skip
JOHN = Customer(
    "client-03", "John Miller", "+381601234567", "belgrade",
    (Car("car-04", "Volkswagen", "Golf", 2017, "BG 1234-AB", "WVWZZZAUZHW123456", ((400, 88_000), (120, 96_400), (2, 101_200))),),
    language="en",
)  # fmt: skip
OLGA = Customer(
    "client-04", "Ольга Белова", "+79265550104", "msk-north",
    (Car("car-05", "Skoda", "Octavia", 2020, "М777ОР799", "XW8AN2NE0LH034567", ((300, 25_000), (1, 43_800))),),
    tier="gold",
)  # fmt: skip
SERGEY = Customer(
    "client-05", "Сергей Никитин", "+79165550105", "msk-north",
    (Car("car-06", "Toyota", "Camry", 2018, "Е321КХ97", "XW7BF4FK80S098765", ((330, 71_000), (1, 93_200))),),
)  # fmt: skip
DMITRY = Customer(
    "client-06", "Дмитрий Жданов", "+79135550106", "nsk",
    (Car("car-07", "Nissan", "X-Trail", 2015, "С654ОУ154", "Z8NTBNT32ES012345", ((280, 132_000), (4, 149_500))),),
)  # fmt: skip
ELENA = Customer(
    "client-07", "Елена Морозова", "+79055550107", "msk-north",
    (Car("car-08", "Renault", "Duster", 2019, "Т246ЕН750", "X7LHSRGAN61234567", ((200, 58_000), (2, 66_900))),),
)  # fmt: skip
ANDREY = Customer(
    "client-08", "Андрей Кравцов", "+79995550108", "msk-north",
    (Car("car-09", "BMW", "X3", 2020, "Н001НН777", "X4XTR98070L123456", ((240, 41_000), (1, 57_300))),),
    tier="vip",
)  # fmt: skip
PAVEL = Customer(
    "client-09", "Павел Гусев", "+79235550109", "nsk",
    (Car("car-10", "ГАЗ", "ГАЗель Next", 2018, "В135АР154", "X96A21R22J2765432", ((150, 188_000), (6, 203_400))),),
)  # fmt: skip
MARKO = Customer(
    "client-10", "Marko Petrovic", "+381645550110", "belgrade",
    (Car("car-11", "Fiat", "Punto", 2012, "BG 987-ZT", "ZFA19900001234567", ((220, 161_000), (5, 168_900))),),
    language="en",
)  # fmt: skip

CUSTOMERS = (IVAN, MARIA, JOHN, OLGA, SERGEY, DMITRY, ELENA, ANDREY, PAVEL, MARKO)
