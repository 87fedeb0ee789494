"""Telegram tells of an edit before it tells of the message (updates may come late, telegram.md §4)."""

import pytest

from tests.whole.chain import Chain, raw_message, words_of

pytestmark = pytest.mark.both_ways


@pytest.mark.parametrize("command", ["", "/ask "])
async def test_a_message_comes_after_its_own_edit(chain: Chain, command: str) -> None:
    """It is one message, with the first wording beside the later one, and one question."""
    phone = await chain.client()
    edits = ("Стучит слева на кочках", "Стучит справа на кочках")
    for second, words in enumerate(edits, 2):
        await chain.post_update({"edited_message": raw_message(phone, 1, text=words, edit_date=second)})
    number = await chain.number_told(phone)
    await chain.post_update({"message": raw_message(phone, 1, text=f"{command}Стучит где-то")})
    request = await chain.becomes(number, lambda r: len(r["messages"][0]["versions"]) == 2, "the first wording is known")
    assert words_of(request) == [edits[1]]
    assert [version["text"] for version in request["messages"][0]["versions"]] == ["Стучит где-то", edits[0]]
    assert await chain.requests_of(phone) == [number]
