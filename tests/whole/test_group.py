"""A day in the agents' group: from Next to the closing, and what the client hears of it."""

import pytest

from tests.whole.chain import Chain, words_of
from tests.whole.hall import connected


@pytest.mark.both_ways
async def test_a_whole_conversation_in_the_group(chain: Chain) -> None:
    hall = await connected(chain)
    seat = await hall.seat()
    client, number = await chain.asked("Стучит подвеска")
    taken, topic = await hall.next(seat)
    assert taken == number
    card = await hall.card(topic, f"№ {number}", seat.agent.first_name)
    assert chain.t("group-mode-answers") in card["text"]
    await hall.shows(topic, "Стучит подвеска")
    await hall.say(seat.id, "Приезжайте завтра", topic)
    await client.hears(seat.agent.first_name, "Приезжайте завтра")
    await client.write("Спасибо, буду к девяти. А масло?")
    await hall.shows(topic, "А масло?")
    await hall.say(seat.id, "!Проверить склад", topic)
    await hall.on_card(seat, topic, "group-button-close", "console-outcome-solved")
    await hall.card(topic, chain.t("group-ask-summary", who="", outcome="").split(",")[-1][:5])
    await hall.say(seat.id, "Записан на осмотр", topic)
    request = await chain.becomes(number, lambda r: r["state"] == "closed", "is closed")
    assert (request["outcome"], request["summary"]) == ("solved", "Записан на осмотр")
    assert words_of(request, "out") == ["Приезжайте завтра"]
    assert words_of(request, "note") == ["Проверить склад"]
    await hall.card(topic, "Записан на осмотр")
