"""Closing with full information (W3) and the client's mark (P6)."""

import pytest

from services.errors import Refused
from services.requests.answers import save_draft
from services.requests.models import OUTCOMES, RATED_OUTCOMES
from tests.services.world import World


@pytest.fixture
async def number(world: World) -> int:
    """A request that anna leads."""
    await world.staff("anna")
    number = await world.asks(1)
    await world.next("anna")
    return number


@pytest.mark.parametrize(
    ("outcome", "summary", "missing"),
    [
        (None, None, ["outcome", "summary"]),
        ("", " ", ["outcome", "summary"]),
        ("solved", None, ["summary"]),
        ("solved", "\n", ["summary"]),
        (None, "Всё сделали", ["outcome"]),
    ],
)
async def test_what_is_missing_is_told_in_order(
    world: World, number: int, outcome: str, summary: str, missing: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, outcome, summary)
    assert (refused.value.code, refused.value.data) == ("wrap-up-incomplete", {"missing": missing})
    assert (await world.request(number)).state == "assigned"


async def test_an_unknown_outcome_is_invalid(world: World, number: int) -> None:
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, "fixed")
    assert refused.value.data == {"errors": [{"field": "outcome", "reason": "unknown"}]}


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_each_outcome_has_its_text_and_the_summary_stays_inside(world: World, number: int, outcome: str) -> None:
    await world.close("anna", number, outcome, "Секретное резюме", fields={"vin": "СЕКРЕТНЫЙ-VIN"})
    mail = await world.mail(1)
    assert len(mail) == (outcome != "spam")
    assert "СЕКРЕТ" not in str(mail).upper()
    marks = [
        button["text"] for m in mail for row in m["params"].get("reply_markup", {}).get("inline_keyboard", []) for button in row
    ]
    assert marks == (["1", "2", "3", "4", "5"] if outcome in RATED_OUTCOMES else [])
    row = await world.row(number)
    assert (row["outcome"], row["summary"], row["fields"]) == (outcome, "Секретное резюме", {"vin": "СЕКРЕТНЫЙ-VIN"})


async def test_ones_own_message_takes_the_place_of_the_standard_text(world: World, number: int) -> None:
    await world.close("anna", number, message="  До встречи\x00! ")
    own, survey = [m["params"]["text"] for m in await world.mail(1)]
    assert own == "Anna\nДо встречи!"
    assert "Оцените" in survey


async def test_spam_may_be_answered_but_need_not(world: World, number: int) -> None:
    await world.close("anna", number, "spam", message="Не пишите нам больше")
    assert [m["params"]["text"] for m in await world.mail(1)] == ["Anna\nНе пишите нам больше"]


async def test_no_survey_where_another_problem_is_open(world: World, number: int) -> None:
    await world.asks(1, "И ещё печка")
    await world.close("anna", number)
    (mail,) = await world.mail(1)
    assert "reply_markup" not in mail["params"]
    assert "Оцените" not in mail["params"]["text"]


async def test_the_fields_add_up(world: World, number: int) -> None:
    async with world.db.tx() as tx:
        await tx.execute("""UPDATE request SET fields = '{"vin": "1", "km": 5}' WHERE number = $1""", number)
    await world.close("anna", number, fields={"km": 7})
    assert (await world.row(number))["fields"] == {"vin": "1", "km": 7}


@pytest.mark.parametrize("mark", [1, 2, 3, 4, 5])
async def test_a_low_mark_reopens_for_the_same_agent(world: World, number: int, mark: int) -> None:
    await world.close("anna", number)
    assert await world.rates(1, number, mark) == ("reopened" if mark < 3 else "thanks")
    row = await world.row(number)
    assert (row["rating"], row["state"]) == (mark, "queued" if mark < 3 else "closed")
    if mark < 3:
        assert await world.next("anna") == number


async def test_only_the_first_mark_of_the_latest_closing_by_the_client_counts(world: World, number: int) -> None:
    assert await world.rates(1, number, 5) == "stale"  # not closed yet
    await world.close("anna", number)
    assert await world.rates(2, number, 1) == "stale"  # not theirs
    assert await world.rates(1, 10**15, 1) == "stale"  # forged
    assert await world.rates(1, number, 5) == "thanks"
    assert await world.rates(1, number, 1) == "stale"  # changed their mind
    await world.says(1, "Опять стучит")
    await world.next("anna")
    await world.close("anna", number)
    assert (await world.row(number))["rating"] is None
    assert await world.rates(1, number, 1, round_=0) == "stale"  # the button of the first closing
    assert await world.rates(1, number, 4, round_=1) == "thanks"


async def test_closing_clears_what_was_at_hand(world: World, number: int) -> None:
    anna = await world.known("anna")
    async with world.db.tx() as tx:
        await save_draft(tx, anna, number, "Уже пишу")
    await world.promise("anna", number)
    await world.close("anna", number)
    assert not await world.rows("SELECT FROM draft")
    with pytest.raises(Refused, match="closed"):
        await world.close("anna", number)


async def test_closing_without_a_chat_tells_nobody(world: World) -> None:
    await world.staff("anna")
    number = await world.calls_in("+79161234567")
    await world.next("anna")
    await world.close("anna", number)
    assert not await world.rows("SELECT FROM outbox")
