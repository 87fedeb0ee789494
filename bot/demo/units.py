"""The demo chain: three stations in three zones, one of them with summer time, with bays and technicians, and staff of every role."""

from dataclasses import dataclass
from typing import Any

from services.units.editing import UnitData

CHAIN = {"ru": "Свой гараж", "en": "Svoy Garage"}

_WEEK = {**dict.fromkeys(range(5), "08:00–13:00, 13:30–20:00"), 5: "09:00–18:00", 6: ""}
_DAILY = dict.fromkeys(range(7), "09:00–21:00")

UNITS = (
    UnitData(
        code="msk-north", leading=True, name={"ru": "Север", "en": "North"}, city={"ru": "Москва", "en": "Moscow"},
        address={"ru": "Дмитровское шоссе, 71", "en": "71 Dmitrovskoye Highway"}, phone="+74951234501", time_zone="Europe/Moscow",
        week=_DAILY, place="55.866000, 37.548000",
    ),
    UnitData(
        code="nsk", name={"ru": "Левый берег", "en": "Left Bank"}, city={"ru": "Новосибирск", "en": "Novosibirsk"},
        address={"ru": "улица Станционная, 30", "en": "30 Stantsionnaya Street"}, phone="+73831234502",
        time_zone="Asia/Novosibirsk", week=_WEEK, place="54.991000, 82.857000",
    ),
    UnitData(
        code="belgrade", name={"ru": "Дунай", "en": "Danube"}, city={"ru": "Белград", "en": "Belgrade"},
        address={"ru": "Панчевачки пут, 12", "en": "12 Pancevacki put"}, phone="+381112345603", time_zone="Europe/Belgrade",
        week=_WEEK, place="44.838000, 20.490000", rules={"lead_minutes": 120, "cutoff_minutes": 240},
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A bay or a technician; `week`: hours of their own (0 is Monday)."""

    ru: str
    en: str
    abilities: tuple[str, ...] = ()
    week: dict[str, list[list[str]]] | None = None


_OFFICE = {str(day): [["10:00", "19:00"]] for day in range(5)}

BAYS: dict[str, tuple[Place, ...]] = {
    "msk-north": (
        Place("Подъёмник 1", "Lift 1", ("lift", "bay")),
        Place("Подъёмник 2", "Lift 2", ("lift", "bay")),
        Place("Подъёмник 3", "Lift 3", ("lift",)),
        Place("Пост диагностики", "Diagnostics bay", ("bay", "ac")),
        Place("Стенд сход-развала", "Alignment stand", ("alignment",)),
        Place("Шиномонтаж", "Tyre post", ("tyre",)),
    ),
    "nsk": (
        Place("Подъёмник 1", "Lift 1", ("lift", "bay")),
        Place("Подъёмник 2", "Lift 2", ("lift",)),
        Place("Шиномонтаж", "Tyre post", ("tyre", "bay")),
        Place("Стенд сход-развала", "Alignment stand", ("alignment",)),
    ),
    "belgrade": (
        Place("Подъёмник 1", "Lift 1", ("lift", "bay")),
        Place("Подъёмник 2", "Lift 2", ("lift", "alignment")),
        Place("Универсальный пост", "General bay", ("bay", "tyre", "ac")),
    ),
}
TECHNICIANS: dict[str, tuple[Place, ...]] = {
    "msk-north": (
        Place("Алексей Громов", "Alexey Gromov", ("senior",)),
        Place("Тимур Ахметов", "Timur Akhmetov", ("senior", "diagnostician")),
        Place("Сергей Лосев", "Sergey Losev", ("diagnostician",), _OFFICE),
        Place("Николай Зуев", "Nikolay Zuev"),
        Place("Денис Мороз", "Denis Moroz"),
    ),
    "nsk": (
        Place("Виктор Седых", "Viktor Sedykh", ("senior", "diagnostician")),
        Place("Артём Ли", "Artyom Li"),
        Place("Роман Ещенко", "Roman Yeshchenko"),
    ),
    "belgrade": (
        Place("Драган Илич", "Dragan Ilic", ("senior", "diagnostician")),
        Place("Никола Йович", "Nikola Jovic"),
        Place("Милош Станич", "Milos Stanic"),
    ),
}

# login, name, role, units, skills, language
Account = tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]
ADMIN: Account = ("admin", "Администратор", "admin", (), (), "ru")
STAFF: tuple[Account, ...] = (
    ("anna", "Анна Смирнова", "agent", (), (), "ru"),
    ("boris", "Борис Ким", "agent", ("msk-north", "nsk"), (), "ru"),
    ("parts", "Павел Орлов", "agent", (), ("parts_selection", "order_eta", "order_support"), "ru"),
    ("mila", "Mila Jovanovic", "agent", ("belgrade",), (), "en"),
    ("head", "Елена Волкова", "head", ("msk-north",), (), "ru"),
    ("director", "Игорь Соколов", "director", (), (), "ru"),
    ("qa", "Ольга Лебедева", "qa", (), (), "ru"),
)

# The people on the sandbox's phones. The workshop knows their numbers (`clients.py`); who they are, it learns from the contact button.
PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "id": 1001,
        "first_name": "Иван",
        "last_name": "Петров",
        "username": "ivan_p",
        "language_code": "ru",
        "phone": "+79161234567",
    },
    {"id": 1002, "first_name": "Мария", "last_name": "Кузнецова", "language_code": "ru", "phone": "+79031112233"},
    {
        "id": 1003,
        "first_name": "John",
        "last_name": "Miller",
        "username": "jmiller",
        "language_code": "en",
        "phone": "+381601234567",
    },
)
