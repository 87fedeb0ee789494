"""Whatever is told for a field is stored in a normal form that stays as it is, or refused by its field; and which matter words are."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Refused
from services.scripts.models import KINDS, Choice, Field
from services.scripts.values import normal_value
from services.understanding.cars import names_vehicle, vehicle_in
from services.understanding.matters import comes_back, matter_of

TODAY = date(2026, 11, 23)
MESSAGES = Path(__file__).parent.parent / "data" / "messages-dev.jsonl"
ANYTHING = st.one_of(
    st.text(max_size=60), st.text(alphabet="0123456789 .-/кмkm,", max_size=20), st.integers(), st.none(), st.booleans(), st.floats(),
    st.lists(st.text(max_size=10), max_size=3), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.from_regex(r"[A-HJ-NPR-Z0-9]{15,18}", fullmatch=True), st.from_regex(r"\+7 ?9\d{2} ?\d{7}", fullmatch=True),
)  # fmt: skip


@given(kind=st.sampled_from(KINDS), value=ANYTHING)
def test_normal_forms(kind: Any, value: Any) -> None:
    field = Field("x", kind, {"ru": "x"}, {}, choices=(Choice("a", {"ru": "Да"}),))
    try:
        normal = normal_value(field, value, TODAY)
    except Refused as refused:
        normal, errors = None, [(refused.code, error["field"]) for error in refused.data["errors"]]
    else:
        errors = []
    assert errors in ([], [("invalid", "fields.x")])
    if normal is None:
        return
    assert normal_value(field, normal, TODAY) == normal, "stored once more it is the same"
    assert "\x00" not in str(normal)
    assert isinstance(normal, int) or kind != "mileage"
    assert isinstance(normal, str) or kind in {"mileage", "photo"}, "photos may be counted"
    json.dumps(normal)


def test_matters_are_guessed_only_where_they_are_sure() -> None:
    """Precision on the labelled messages; a miss costs a click of an agent's, a wrong department costs the client a day."""
    guessed = right = 0
    for line in MESSAGES.read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        labels = {"reschedule" if label == "reschedule_cancel" else label for label in (message["label"], *message["also"])}
        if (matter := matter_of(message["text"])) is not None:
            guessed += 1
            right += matter in labels
    assert guessed >= 60
    assert right == guessed


@pytest.mark.parametrize(
    "words",
    [
        "Стучит подвеска", "Можно подъехать?", "Здравствуйте", "", "Где вы находитесь?", "Хорошо, жду", "x" * 5000,
        "Ауди А4, ТО-60, в субботу утром",
        "Опять нужна замена колодок", "Запишите меня, опять стучит", "Снова не подошёл фильтр",
        "Опять сломалась стойка, сколько стоит замена?",
        # A word of the matter, and no such matter.
        "Хочу пожаловаться на стук справа", "I have no complaints", "Не буду жаловаться, скажите, когда готово",
        "Претензий нет, спасибо!", "Никаких претензий", "Спасибо за компенсацию, всё пришло", "Вы вернули мне деньги, спасибо",
        "Поцарапали дверь на парковке, сколько покраска?", "Кто ответит на мой вопрос?", "За свой счёт мне менять?",
        "Кто-то поцарапал машину, нужен ремонт по каско", "Надо вернуть деталь, вернуть деньги на карту",
        "Вы гарантируете, что завтра будет готово?", "Не нужна гарантия, просто поменяйте",
        "Я вам перезвоню позже", "Не звоните мне больше", "Please don't call me back", "Don't call me, text here",
        "Запись отменять не буду", "Перенесите напоминание о записи на утро", "Change my appointment reminder to the morning",
        "Я отменил запись вчера", "Запишите мой телефон 89991234567", "Запишите пробег 120000", "Не могу записаться через приложение",
        "Датчик пришёл в негодность", "Я заказал эвакуатор, когда приедет", "Куда подъехать за заказом, где вход",
        "My order arrived broken", "In order to cancel my reminder what do I do",
        "Есть ли окно на завтра, стучит рычаг", "Есть стук в подвеске, подшипник наверное", "Нужно посмотреть двигатель",
        "Нужно ли менять ремень на 60 тысячах?", "У меня есть свои колодки, поставите?", "Нужен чек на масло",
        "Продаю аккумулятор, цена 3000", "Куплю ваше авто, цена договорная, ремонт не важен", "Какая цена на мою машину, хочу продать?",
        "Ищу работу, могу делать ремонт двигателя", "Сколько стоит ваш сайт сделать? Мы студия",
        "I need my car back by Friday, is the belt done?", "I need an appointment, brake pads are squealing",
        "Do you have time tomorrow to look at my radiator?", "How much longer will my car take? Still waiting on the belt",
        "How much did I pay last time for the filter", "Почему цена ремонта выросла вдвое?", "Please book me a taxi in advance",
    ],
)  # fmt: skip
def test_nobodys_guess(words: str) -> None:
    assert matter_of(words) is None


@pytest.mark.parametrize(
    ("words", "matter"),
    [
        ("Нужны колодки на камри 2018", "parts_selection"), ("Сколько стоит бампер на рио", "parts_selection"),
        ("I need a new alternator for my Focus", "parts_selection"), ("How much to change brake pads", "price"),
        ("Сколько стоит хранение комплекта шин", "price"),
        ("Хочу записаться на диагностику", "booking"), ("Book me in for Friday please", "booking"),
        ("Можно перенести запись на час позже?", "reschedule"), ("Перезвоните мне", "callback"), ("Call me please", "callback"),
        ("Когда придёт мой заказ", "order_eta"), ("Отмените заказ 500", "order_support"),
        ("Вы поцарапали мне дверь", "claim"), ("Вы сломали мне бампер, буду жаловаться", "claim"),
        ("I want to complain: my car rattles again after your repair", "claim"),
        ("Сломалось через неделю, это гарантийный случай?", "warranty"),
        ("Снова нужны передние колодки, прошлые не подошли", "parts_selection"),
        ("Опять нужен масляный фильтр на рио", "parts_selection"), ("Хочу снова записаться на ТО", "booking"),
        ("I need front brake pads again, the last ones did not fit", "parts_selection"),
    ],
)  # fmt: skip
def test_sure_guesses(words: str, matter: str) -> None:
    assert matter_of(words) == matter


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("Снова не подошёл фильтр", True), ("Так и не приехал мастер", True), ("В прошлый раз не помогло", True),
        ("Прошлые колодки не подошли", True), ("It still does not start", True), ("The same problem again", True),
        ("Снова запишите меня на ТО", False), ("Спасибо, приеду снова", False), ("Can I come again on Friday?", False),
        ("Во сколько вы закрываетесь?", False), ("Стучит справа", False), ("", False), ("снова " * 400, False),
    ],
)  # fmt: skip
def test_words_of_those_who_come_back(words: str, back: bool) -> None:
    assert comes_back(words) == back


@pytest.mark.parametrize("words", [
    "Лада", "2107", "21099", "Mazda 3", "Х5", "BMW X5", "А123ВС77", "Mark 2", "Nissan March", "XTA210990Y1234567", "Volga 3110", "Смарт",
    "Камри, в субботу приеду",
])  # fmt: skip
def test_what_may_be_a_vehicle(words: str) -> None:
    assert names_vehicle(words)
    assert normal_value(Field("x", "vehicle", {"ru": "x"}, {}), words, TODAY) == words


@pytest.mark.parametrize("words", [
    "30", "8", "2017", "Saturday", "в субботу утром", "завтра в 10:00", "10am", "25 ноября", "после обеда", "next week", "98 500 км", "а",
])  # fmt: skip
def test_days_times_and_numbers_are_no_vehicle(words: str) -> None:
    assert not names_vehicle(words)
    with pytest.raises(Refused) as refused:
        normal_value(Field("x", "vehicle", {"ru": "x"}, {}), words, TODAY)
    assert refused.value.data["errors"] == [{"field": "fields.x", "reason": "not a vehicle"}]


@pytest.mark.parametrize(
    ("words", "vehicle"),
    [
        ("Хочу заказать передние колодки на Солярис 2017, VIN Z94CT41DBHR512345", "Солярис 2017"),
        ("Колодки. Kia Ceed 2014", "Kia Ceed 2014"),
        ("I need pads for my Kia Rio 2019 please", "Kia Rio 2019"), ("на Mercedes-Benz E 200 2015 года", "Mercedes-Benz E 200 2015"),
        ("How much is a timing belt on Kia Rio 2018?", "Kia Rio 2018"), ("I have a Kia Rio 2018", "Kia Rio 2018"),
        ("Oil change for a 2018 Kia Rio please", "Kia Rio 2018"), ("My 2020 Mazda 3 rattles", "Mazda 3 2020"),
        ("I have problems since 2018", None), ("I have an appointment on November 2026", None), ("See you on 2026 Monday", None),
        ("Запишите на 25 ноября 2026", None), ("на ноябрь 2026", None), ("Колодки, купил осенью 2020", None), ("на Рио 2035", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_vehicle_within_a_sentence(words: str, vehicle: str | None) -> None:
    assert vehicle_in(words, latest=2027) == vehicle
