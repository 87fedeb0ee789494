"""Time zones by their cities, and the public holidays kept there."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from services.texts import LANGUAGES
from services.units.slugs import slug

HOME = "RU"
_ENGLISH = {"saint-petersburg": "Europe/Moscow", "st-petersburg": "Europe/Moscow", "rostov-on-don": "Europe/Moscow"}
# Large cities after which no zone is named, by the zone they live in.
_CITIES = {
    "Europe/Moscow": (
        "Санкт-Петербург Петербург СПб Казань Нижний-Новгород Ростов-на-Дону Воронеж Краснодар Ярославль Рязань Тула Липецк Пенза "
        "Чебоксары Тверь Белгород Сочи Иваново Брянск Курск Махачкала Ставрополь Калуга Смоленск Мурманск Архангельск Владимир Вологда "
        "Череповец Саранск Орёл Тамбов Кострома Новороссийск Таганрог Петрозаводск Йошкар-Ола Сыктывкар Владикавказ Нальчик Грозный "
        "Химки Мытищи Подольск Балашиха Люберцы Королёв Одинцово Красногорск Домодедово Великий-Новгород Псков Набережные-Челны "
        "Нижнекамск Альметьевск Северодвинск Майкоп Черкесск Элиста Назрань Анапа Геленджик Старый-Оскол Шахты Дзержинск"
    ),
    "Europe/Samara": "Тольятти Ижевск Сызрань Новокуйбышевск Сарапул Воткинск Глазов",
    "Europe/Saratov": "Энгельс Балаково",
    "Europe/Ulyanovsk": "Димитровград",
    "Europe/Volgograd": "Волжский",
    "Asia/Yekaterinburg": (
        "Уфа Пермь Челябинск Тюмень Оренбург Магнитогорск Нижний-Тагил Курган Сургут Стерлитамак Нижневартовск Орск Салават "
        "Каменск-Уральский Миасс Златоуст Ханты-Мансийск Новый-Уренгой Ноябрьск Салехард Нефтеюганск Тобольск Березники"
    ),
    "Asia/Barnaul": "Бийск Рубцовск Горно-Алтайск",
    "Asia/Novokuznetsk": "Кемерово Прокопьевск",
    "Asia/Novosibirsk": "Бердск",
    "Asia/Tomsk": "Северск",
    "Asia/Krasnoyarsk": "Абакан Норильск Ачинск Кызыл Канск",
    "Asia/Irkutsk": "Улан-Удэ Братск Ангарск",
    "Asia/Yakutsk": "Благовещенск Нерюнгри",
    "Asia/Vladivostok": "Хабаровск Комсомольск-на-Амуре Уссурийск Находка Артём Биробиджан",
    "Asia/Sakhalin": "Южно-Сахалинск",
    "Asia/Kamchatka": "Петропавловск-Камчатский",
    "Asia/Almaty": "Астана Караганда Шымкент",
    "Europe/Minsk": "Гомель Брест Гродно Витебск Могилёв",
    "Europe/Belgrade": "Нови-Сад Ниш",
}
_NEAR = frozenset({"AM", "AZ", "BY", "GE", "KG", "KZ", "MD", "RS", "TJ", "TM", "UZ"})


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as people know it. `group`: home, near or far; `offset` in minutes, of the day it was asked for."""

    name: str
    city: str
    group: str
    offset: int

    @property
    def utc(self) -> str:
        """`UTC+3`, `UTC+5:30`."""
        hours, minutes = divmod(abs(self.offset), 60)
        return f"UTC{'−' if self.offset < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


@lru_cache(maxsize=8)
def zones(language: str, day: date) -> tuple[Zone, ...]:
    """Every zone with its city in the language: the home country from west to east, neighbours, then the rest by name.

    Takes some tenths of a second the first time: ask in a thread.
    """
    at = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - the same wall-clock noon in every zone
    order = {"home": 0, "near": 1, "far": 2}
    found = [_zone(name, city, at) for name, city in _cities(language)]
    return tuple(sorted(found, key=lambda z: (order[z.group], z.offset if z.group == "home" else 0, z.city)))


@cache
def _cities(language: str) -> tuple[tuple[str, str], ...]:
    known = available_timezones()
    return tuple(
        (name, get_timezone_location(name, locale=language, return_city=True))
        for name in get_global("zone_territories") if name in known
    )  # fmt: skip


def _zone(name: str, city: str, at: datetime) -> Zone:
    offset = at.replace(tzinfo=ZoneInfo(name)).utcoffset()
    territory = get_global("zone_territories")[name]
    group = "home" if territory == HOME else "near" if territory in _NEAR else "far"
    return Zone(name, city, group, int(offset.total_seconds() // 60) if offset else 0)


def is_zone(name: str) -> bool:
    """Whether it is an IANA zone people live in."""
    return name in available_timezones() and ("/" in name or name == "UTC")


def zone_of_city(*names: str) -> str | None:
    """The zone named after this city, in whichever language, if there is one: most cities are no zone's name."""
    typed = {slug(name) for name in names} - {""}
    return next((zone for city, zone in _by_city().items() if city in typed), None)


@cache
def _by_city() -> dict[str, str]:
    """Zones by their cities, in Latin letters: `Ростов на Дону` and `Rostov-na-Donu` are one."""
    known = {slug(city): zone for language in LANGUAGES for zone, city in _cities(language)}
    return {slug(city): zone for zone, cities in _CITIES.items() for city in cities.split()} | _ENGLISH | known


@lru_cache(maxsize=32)
def public_holidays(zone: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    """Public holidays of the zone's country in a year, with their names; none where they are not known."""
    import holidays  # noqa: PLC0415 - it is large, and needed on one page

    country = get_global("zone_territories").get(zone, "")
    if not hasattr(holidays, country or "-"):
        return ()
    spoken = getattr(holidays, country).supported_languages
    wanted = next((tag for tag in spoken if tag.split("_")[0] == language), None)
    return tuple(sorted(holidays.country_holidays(country, years=year, language=wanted).items()))
