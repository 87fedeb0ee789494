"""Talk without a pause does not keep a card from being brought up to date."""

import pytest

from services.groups.showing import LATE, WINDOW
from tests.services.group_world import Shown, group_of
from tests.services.world import World


@pytest.fixture
async def talks(street: World) -> tuple[Shown, list[int]]:
    """More talks than there are calls at a time."""
    await street.staff("anna", units=["msk"])
    shown = await group_of(street, int((await street.one("SELECT id FROM unit WHERE code = 'msk'"))["id"]))
    numbers = []
    for chat in range(1, WINDOW + 2):
        await street.asks(chat)
        numbers.append(await street.next("anna") or 0)
    await shown.rested()
    return shown, numbers


async def busy_round(shown: Shown) -> list[str]:
    """All clients write; the calls of the round."""
    before = len(shown.calls)
    for chat in range(1, WINDOW + 2):
        await shown.world.says(chat, "И вот ещё")
    await shown.round()
    return shown.calls[before:]


async def test_a_late_card_has_its_turn_while_everybody_talks(street: World, talks: tuple[Shown, list[int]]) -> None:
    shown, numbers = talks
    for number in numbers:
        await street.promise("anna", number)
    for _ in range(4):
        assert set(await busy_round(shown)) == {"sendMessage"}, "what is said comes first"
    await street.rows("UPDATE group_topic SET due_at = due_at - make_interval(secs => $1) RETURNING 1", LATE + 1)
    changed = []
    for _ in numbers:
        calls = await busy_round(shown)
        assert calls.count("sendMessage") == WINDOW - 1, "most calls are for what is said"
        changed += [call for call in calls if call == "editMessageText"]
    assert len(changed) == len(numbers), "each card once"
    assert set(await busy_round(shown)) == {"sendMessage"}


async def test_every_talk_is_shown_in_turn(talks: tuple[Shown, list[int]]) -> None:
    shown, numbers = talks
    for _ in range(WINDOW + 1):
        await busy_round(shown)
    said = ["\n".join(shown.said(number)).count("И вот ещё") for number in numbers]
    assert min(said) >= WINDOW - 1, said
