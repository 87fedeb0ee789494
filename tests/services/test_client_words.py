"""What is certain in a client's words, on messages written by hand and on the labelled ones of tests/data."""

import json
import time
from pathlib import Path

import pytest

from services.requests import words

LABELLED = [
    json.loads(line) for line in (Path(__file__).parent.parent / "data" / "messages-dev.jsonl").read_text().splitlines()
]
# Danger to people, or a car that is stuck on the road; what is urgent for other reasons needs more than words (a threat to leave,
# a car that blocks somebody's lift).
DANGER = {"d026", "d053", "d130", "d139", "d143", "d148"}
LAW = {"d005", "d034", "d083"}

DANGEROUS = """
тормоза не держат
Машина совсем не тормозит!
Педаль тормоза провалилась в пол
руль заклинило на повороте
Отказало рулевое
КОЛЕСО ОТВАЛИЛОСЬ НА ХОДУ
дым из-под капота, что делать
горит машина
загорелась проводка под торпедо
Стоим на трассе, не заводится
заглохла посреди перекрёстка
Пахнет бензином в салоне
под машиной течёт бензин
попали в аварию
Попал в ДТП только что
сел на дороге, нужен эвакуатор
везём на эвакуаторе, примете?
My brakes failed
the brake pedal goes to the floor
steering locked up while driving
there is smoke from the engine
We broke down on the highway
stuck on the M4, what now
strong smell of petrol in the cabin
I just had an accident, please help
""".strip().splitlines()

HARMLESS = """
сколько стоит замена тормозных колодок
скрипят тормоза
нужен кузовной ремонт после ДТП
попал в ДТП месяц назад, нужна покраска
горит чек
двигатель: загорелась лампа check
застрял в пробке на мкаде
стучит на лежачих полицейских
подогрев руля не работает
не работает подогрев руля
колесо не держит давление
стоп-сигналы не работают
педаль газа тугая
разбилась фара, сколько стоит
пропала зарядка, а колёса помыли хорошо
сколько стоит эвакуатор
заберу на эвакуаторе и в другой сервис
The steering wheel light is not working
I had an accident last month and need bodywork
do you have brake pads
юрлицо, счёт с НДС
""".strip().splitlines()

LAWFUL = """
подам в суд
Пишу досудебную претензию
дальше Роспотребнадзор
мой юрист свяжется с вами
требую неустойку по ЗоЗПП
I will sue you
you will hear from my lawyer
I'll do a chargeback
""".strip().splitlines()

NOTHING = """
Спасибо!
спс)
ок
Хорошо, спасибо большое
👍
👍👍 спасибо
Добрый вечер!
Thanks a lot
Thank you for your help!
bye
)))
""".strip().splitlines()

SOMETHING = """
помощь
help
Ответ?
ответ
нет
спасибо, а когда готово?
да?
15:30
ок 2
🆘
🚨🚨
спасибо за ничего, верните деньги
хорошо бы починить
здравствуйте масло
thanks for nothing
оператор
привет, помощь
""".strip().splitlines()

NODS = {"спасибо": True, "👍": True, "да, спасибо": False, "ок": False, "+": False, "-": False}
GREETINGS = {"Привет": True, "добрый день!": True, "спасибо": False, "👋": False, "": False}


@pytest.mark.parametrize("text", DANGEROUS)
def test_danger_is_heard(text: str) -> None:
    assert words.alarm(text) == "danger"


@pytest.mark.parametrize("text", HARMLESS)
def test_the_same_words_without_danger(text: str) -> None:
    assert words.alarm(text) is None


@pytest.mark.parametrize("text", LAWFUL)
def test_the_law_is_heard(text: str) -> None:
    assert words.alarm(text) == "law"


def test_danger_wins_over_the_law() -> None:
    assert words.alarm("Подам в суд, из-за вас колесо отвалилось на ходу") == "danger"


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_but_thanks(text: str) -> None:
    assert words.only_thanks(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_never_swallowed(text: str) -> None:
    assert not words.only_thanks(text)
    assert not words.gratitude(text)


@pytest.mark.parametrize(("text", "nod"), NODS.items())
def test_where_an_answer_is_awaited_only_thanks_count(text: str, nod: bool) -> None:
    assert words.gratitude(text) == nod


@pytest.mark.parametrize(("text", "greeting"), GREETINGS.items())
def test_greetings(text: str, greeting: bool) -> None:
    assert words.only_greeting(text) == greeting


def test_on_the_labelled_messages_no_danger_is_missed_and_little_is_invented() -> None:
    heard = {message["id"]: words.alarm(message["text"]) for message in LABELLED}
    assert {found for found, alarm in heard.items() if alarm == "danger"} == DANGER
    assert {found for found, alarm in heard.items() if alarm == "law"} == LAW
    assert all(message["urgent"] for message in LABELLED if message["id"] in DANGER | LAW)


def test_on_the_labelled_messages_thanks_swallow_nothing_else() -> None:
    thanks = [message for message in LABELLED if words.only_thanks(message["text"])]
    assert all(message["label"] == "thanks_smalltalk" for message in thanks)
    assert len(thanks) >= 4


@pytest.mark.parametrize("piece", ["тормоз ", "колесо ", "горит ", "а", "стою на ", "не держ", "запах ", "brake ", "\n", "🏳️‍🌈"])
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    words.alarm((piece * 4096)[:4096])
    words.only_thanks((piece * 4096)[:4096])
    assert time.perf_counter() - began < 0.2
