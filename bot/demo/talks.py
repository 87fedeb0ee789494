"""Requests of the demo chain that did not come by Telegram: some closed, some in somebody's hands. None waits: the next one is yours."""

from dataclasses import dataclass
from typing import Literal

from bot.demo.clients import ANDREY, DMITRY, IVAN, JOHN, MARKO, OLGA, PAVEL, SERGEY, Customer
from services.requests.models import CallOutcome

Ending = Literal["closed", "assigned", "answered", "promised"]


@dataclass(frozen=True, slots=True)
class Talk:
    """`day`, `hour`: when it came, at the station. `agent` took it a few minutes later. `outcome` and `summary` of a closed one."""

    customer: Customer
    source: str
    type: str
    day: int
    hour: int
    words: str
    agent: str
    ending: Ending = "closed"
    answer: str = ""
    call: CallOutcome | None = None
    outcome: str = "answered"
    summary: str = ""


TALKS = (
    Talk(
        IVAN, "site", "price", -38, 18, "Сколько стоит переобуть R16 и есть ли у вас хранение?", "anna",
        answer="Шиномонтаж R16 стоит 3 200 ₽, хранение комплекта на сезон 4 000 ₽.", call="reached", outcome="booked",
        summary="Назвали цену, записался на шиномонтаж",
    ),
    Talk(
        JOHN, "site", "warranty", -15, 11, "The brake pedal feels soft after the last service. Is it covered?", "mila", call="reached",
        outcome="solved", summary="Explained the warranty, invited for a free check",
    ),
    Talk(
        OLGA, "phone", "booking", -10, 15, "Стук спереди справа на кочках, когда можно приехать?", "boris", call="reached",
        outcome="booked", summary="Записали на диагностику подвески и сход-развал",
    ),
    Talk(
        ANDREY, "site", "price", -13, 12, "Цена осмотра перед покупкой с выездом?", "boris", call="reached", outcome="refused",
        summary="Выезд не делаем, приехать не готов",
    ),
    Talk(
        PAVEL, "phone", "callback", -5, 10, "Перезвоните по отказу от ремонта", "boris", call="no_answer", outcome="no_answer",
        summary="Звонили трижды, не отвечает",
    ),
    Talk(SERGEY, "phone", "repair_status", -2, 14, "Что показала диагностика?", "boris", "assigned"),
    Talk(
        MARKO, "phone", "warranty", -2, 13, "The noise from the wheel is back, when can I have the car?", "mila", "answered",
        answer="We found play in the hub and ordered the bearing under warranty. Does Friday suit you?", call="reached",
    ),
    Talk(DMITRY, "site", "order_eta", -2, 12, "Когда придёт сцепление? Обещали на прошлой неделе.", "parts", "promised"),
)  # fmt: skip
