"""Fifty people want the same time, half by the chat and half by another system (goals I3)."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

from tests.whole.chain import Agent, Chain, Json, datas
from tests.whole.dialogue import Dialogue, owner, station

CREWS, PHONES, CALLS = 5, 25, 25
_TAKEN = """
SELECT count(*) FROM appointment a JOIN unit u ON u.id = a.unit_id WHERE u.code = $1 AND a.starts_at = $2 AND a.status = 'booked'
"""
_SHARED = """
SELECT count(*) FROM occupation o JOIN occupation p ON p.resource_id = o.resource_id AND p.id > o.id AND p.period && o.period
"""


async def _at_the_times(chain: Chain, code: str) -> Dialogue:
    """Somebody who sees the free times of the next day."""
    return await (await Dialogue.begin(chain, await owner(chain, code, "А123ВС77"))).to("time")


async def _by_phone(dialogue: Dialogue, value: str) -> str:
    """Press the time, then "book" where it is kept for us."""
    button = next(data for data in dialogue.datas() if data.endswith(f":time:{value}"))
    await dialogue.press_data(button)
    if dialogue.text.startswith((dialogue.chain.t("booking-taken"), dialogue.chain.t("booking-taken-day"))):
        return "slot-taken"
    await dialogue.press_key("booking-yes")
    return "won by phone" if dialogue.text.startswith(dialogue.chain.t("visit-title-fresh")) else dialogue.text


async def _by_api(source: Agent, number: int, body: Json) -> str:
    status, answer = await source.call("POST", "/appointments", body, key=f"slot-{body['unit']}-{number}")
    return "won by api" if status == 201 else f"{status} {answer['type'].rpartition('/')[2]}"


async def test_as_many_win_as_there_are_crews(chain: Chain) -> None:
    """The others are told so, and none of them of a failure; there are no two visits at one place."""
    code, source = await station(chain, crews=CREWS), await chain.system()
    await source.do("PUT", f"/clients/{code}", {"name": "Иван", "phone": "+79990000001"})
    dialogues = await asyncio.gather(*(_at_the_times(chain, code) for _ in range(PHONES)))
    value = min(data.rpartition(":")[2] for data in datas(dialogues[0].message) if ":time:2" in data)
    starts_at = datetime.strptime(value, "%Y%m%d%H%M").replace(tzinfo=UTC)
    body = {"unit": code, "works": ["oil"], "starts_at": starts_at.isoformat(), "client_ref": code}
    said = Counter(
        await asyncio.gather(
            *(_by_phone(dialogue, value) for dialogue in dialogues), *(_by_api(source, number, body) for number in range(CALLS))
        )
    )
    won = said["won by phone"] + said["won by api"]
    assert won == CREWS
    assert won + said["slot-taken"] + said["409 slot-taken"] == PHONES + CALLS, said
    assert await chain.value(_TAKEN, code, starts_at) == CREWS
    assert await chain.value(_SHARED) == 0
