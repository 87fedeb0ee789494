"""The demo chain: three stations in three zones, one of them with summer time, and staff of every role."""

from typing import Any

_WEEK: dict[str, Any] = {
    **{str(day): [["08:00", "13:00"], ["13:30", "20:00"]] for day in range(5)},
    "5": [["09:00", "18:00"]],
    "6": [],
}
_DAILY: dict[str, Any] = {str(day): [["09:00", "21:00"]] for day in range(7)}

CHAIN = {"ru": "Свой гараж", "en": "Svoy Garage"}

UNITS: tuple[dict[str, Any], ...] = (
    {
        "code": "msk-north",
        "name": {"ru": "Север", "en": "North"},
        "city": {"ru": "Москва", "en": "Moscow"},
        "address": {"ru": "Дмитровское шоссе, 71", "en": "71 Dmitrovskoye Highway"},
        "phone": "+74951234501",
        "time_zone": "Europe/Moscow",
        "leading": True,
        "hours": {"week": _DAILY, "days": {"2027-01-01": []}},
    },
    {
        "code": "nsk",
        "name": {"ru": "Левый берег", "en": "Left Bank"},
        "city": {"ru": "Новосибирск", "en": "Novosibirsk"},
        "address": {"ru": "улица Станционная, 30", "en": "30 Stantsionnaya Street"},
        "phone": "+73831234502",
        "time_zone": "Asia/Novosibirsk",
        "leading": False,
        "hours": {"week": _WEEK, "days": {"2027-01-01": [], "2027-01-07": []}},
    },
    {
        "code": "belgrade",
        "name": {"ru": "Дунай", "en": "Danube"},
        "city": {"ru": "Белград", "en": "Belgrade"},
        "address": {"ru": "Панчевачки пут, 12", "en": "12 Pancevacki put"},
        "phone": "+381112345603",
        "time_zone": "Europe/Belgrade",
        "leading": False,
        "hours": {"week": _WEEK, "days": {"2027-01-01": []}},
    },
)

# login, name, role, units, skills, language
STAFF: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("anna", "Анна Смирнова", "agent", (), (), "ru"),
    ("boris", "Борис Ким", "agent", ("msk-north", "nsk"), (), "ru"),
    ("parts", "Павел Орлов", "agent", (), ("parts_selection", "order_eta", "order_support"), "ru"),
    ("mila", "Mila Jovanovic", "agent", ("belgrade",), (), "en"),
    ("head", "Елена Волкова", "head", ("msk-north",), (), "ru"),
    ("director", "Игорь Соколов", "director", (), (), "ru"),
    ("qa", "Ольга Лебедева", "qa", (), (), "ru"),
    ("admin", "Администратор", "admin", (), (), "ru"),
)

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
