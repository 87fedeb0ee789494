"""Repair orders in every state and parts orders of the demo chain, as the workshop's own system would report them."""

from dataclasses import dataclass
from decimal import Decimal

from bot.demo.clients import ANDREY, DMITRY, ELENA, IVAN, JOHN, MARIA, MARKO, OLGA, PAVEL, SERGEY, Car, Customer
from services.repairs.models import FINAL, Danger, Decision, Line, LineKind, PartsStatus, Recommendation, Status


@dataclass(frozen=True, slots=True)
class Report:
    """One report: so many days ago at that hour there. `note`: in the client's language.

    `promise`: the promised time in working minutes, of an order that is over from that report on, of an open one from now on: a demo
    begins with promises that can still be kept.
    """

    day: int
    hour: int
    status: Status
    promise: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair order with its reports, the oldest first."""

    ref: str
    customer: Customer
    car: Car
    reports: tuple[Report, ...]
    lines: tuple[Line, ...]
    advice: tuple[Recommendation, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing is to happen any more."""
        return self.reports[-1].status in FINAL


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parts order: (days ago, status, expected in so many days from today)."""

    ref: str
    customer: Customer
    items: tuple[str, ...]
    reports: tuple[tuple[int, PartsStatus, int | None], ...]


def _line(
    place: int, title: str, price: str, *, kind: LineKind = "work", quantity: str = "1", decision: Decision = "approved",
    danger: Danger | None = None, currency: str = "RUB",
) -> Line:  # fmt: skip
    return Line(str(place), title, kind, Decimal(quantity), Decimal(price), currency, None, danger, decision)


_OIL_RU = (
    _line(1, "Замена масла и фильтра", "1200.00"),
    _line(2, "Масло моторное 5W-30", "890.00", kind="part", quantity="4"),
    _line(3, "Фильтр масляный", "650.00", kind="part"),
)

REPAIRS = (
    Repair(
        "RO-1001", IVAN, IVAN.cars[0],
        (Report(-190, 10, "received", 120), Report(-190, 11, "in_work"), Report(-190, 12, "ready"), Report(-190, 13, "issued"),
         Report(-189, 10, "closed")),
        _OIL_RU, (Recommendation("1", "Передние колодки: осталось около 30 %", "yellow"),),
    ),
    Repair(
        "RO-1042", IVAN, IVAN.cars[0],
        (Report(-3, 9, "received", 120), Report(-3, 10, "diagnostics"), Report(-3, 14, "approval", 200, "Нужна замена передних колодок"),
         Report(-2, 9, "in_work", 300)),
        (_line(1, "Замена передних колодок", "2200.00", danger="red"), _line(2, "Колодки передние", "3900.00", kind="part"),
         _line(3, "Диагностика подвески", "0.00")),
        (Recommendation("1", "Сход-развал после работ с подвеской", "yellow"),),
    ),
    Repair(
        "RO-1031", MARIA, MARIA.cars[0],
        (Report(-170, 9, "received", 240), Report(-170, 12, "in_work"), Report(-170, 16, "ready"), Report(-170, 18, "issued")),
        (_line(1, "Плановое ТО", "6500.00"), _line(2, "Комплект фильтров", "2300.00", kind="part")),
    ),
    Repair(
        "RO-1044", MARIA, MARIA.cars[1],
        (Report(-3, 9, "received", 500), Report(-3, 11, "diagnostics"),
         Report(-2, 10, "approval", 900, "Нашли течь амортизатора. Без вашего согласия ничего не начинаем.")),
        (_line(1, "Замена передних амортизаторов", "7800.00", decision="open", danger="red"),
         _line(2, "Амортизатор передний", "6400.00", kind="part", quantity="2", decision="open", danger="red"),
         _line(3, "Замена салонного фильтра", "600.00", decision="open", danger="green")),
    ),
    Repair(
        "RO-2017", JOHN, JOHN.cars[0],
        (Report(-3, 9, "received", 60), Report(-3, 10, "diagnostics"), Report(-2, 9, "in_work"), Report(-2, 15, "qc"),
         Report(-1, 10, "ready", None, "Your Golf is washed and stands at the gate.")),
        (_line(1, "Front brake discs and pads", "9800.00", currency="RSD"),
         _line(2, "Brake disc, front", "7400.00", kind="part", quantity="2", currency="RSD")),
        (Recommendation("1", "Rear pads: about 40 % left", "green"),),
    ),
    Repair(
        "RO-1046", OLGA, OLGA.cars[0], (Report(-2, 18, "received", 700),),
        (_line(1, "Диагностика стука спереди", "1500.00"),),
    ),
    Repair(
        "RO-1045", SERGEY, SERGEY.cars[0], (Report(-2, 11, "received", 400), Report(-2, 12, "diagnostics", 480)),
        (_line(1, "Компьютерная диагностика", "1800.00"),),
    ),
    Repair(
        "RO-1039", DMITRY, DMITRY.cars[0],
        (Report(-9, 9, "received", 480), Report(-9, 11, "diagnostics"), Report(-8, 10, "approval"), Report(-8, 12, "parts_wait", 1500),
         Report(-3, 12, "parts_wait", 3500, "Поставщик перенёс поставку комплекта сцепления. Машину можно пока забрать.")),
        (_line(1, "Замена сцепления", "14500.00", danger="red"), _line(2, "Комплект сцепления", "21800.00", kind="part", danger="red")),
    ),
    Repair(
        "RO-1041", ELENA, ELENA.cars[0],
        (Report(-5, 10, "received", 60), Report(-4, 10, "in_work"),
         Report(-3, 16, "paused", 700, "Обломился болт, ждём съёмник. Напишем, как только продолжим.")),
        (_line(1, "Замена приводного ремня", "2900.00"), _line(2, "Ремень приводной", "2100.00", kind="part")),
    ),
    Repair(
        "RO-1043", ANDREY, ANDREY.cars[0],
        (Report(-3, 12, "received", 150), Report(-3, 13, "diagnostics"), Report(-2, 10, "in_work"), Report(-1, 17, "qc")),
        (_line(1, "Замена тормозной жидкости", "2400.00"), _line(2, "Тормозная жидкость DOT 4", "950.00", kind="part")),
    ),
    Repair(
        "RO-1036", PAVEL, PAVEL.cars[0],
        (Report(-6, 9, "received", 300), Report(-6, 11, "diagnostics"),
         Report(-5, 9, "cancelled", None, "Вы отказались от ремонта. Диагностика бесплатна.")),
        (_line(1, "Замена рулевой рейки", "9800.00", decision="declined", danger="yellow"),),
    ),
    Repair(
        "RO-2015", MARKO, MARKO.cars[0],
        (Report(-4, 9, "received", 400), Report(-3, 9, "warranty", 900, "We check the hub under warranty."),),
        (_line(1, "Wheel bearing, warranty check", "0.00", currency="RSD"),),
    ),
)  # fmt: skip

DELIVERIES = (
    Delivery(
        "PO-501",
        IVAN,
        ("Щётки стеклоочистителя", "Коврики салона"),
        ((-4, "ordered", 3), (-3, "confirmed", 3), (-2, "in_transit", 2)),
    ),
    Delivery(
        "PO-498", MARIA, ("Фильтр салонный угольный",), ((-9, "ordered", -2), (-8, "in_transit", -2), (-2, "arrived", None))
    ),
    Delivery("PO-310", JOHN, ("Roof bars",), ((-3, "ordered", 8), (-2, "confirmed", 8))),
    Delivery("PO-495", DMITRY, ("Комплект сцепления",), ((-8, "ordered", -2), (-7, "in_transit", -2), (-3, "delayed", 4))),
    Delivery("PO-502", OLGA, ("Стойка стабилизатора, 2 шт.",), ((-2, "ordered", 5),)),
    Delivery("PO-480", SERGEY, ("Аккумулятор 70 А·ч",), ((-22, "ordered", -18), (-19, "arrived", None), (-18, "issued", None))),
    Delivery("PO-488", ANDREY, ("Фаркоп",), ((-14, "ordered", -7), (-12, "cancelled", None))),
)
