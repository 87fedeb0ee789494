"""More waits than people can answer (G6): begins, changes what is promised and who goes first, and is over."""

from datetime import timedelta

from tests.services.watching import rules, tick, told
from tests.services.world import World


async def first(world: World, count: int, request_type: str = "other", base: int = 100) -> list[int]:
    """So many clients ask at the Moscow station, a second apart."""
    async with world.db.read() as reader:
        unit = await reader.value("SELECT id FROM unit WHERE code = 'msk'")
    numbers = []
    for chat in range(base, base + count):
        await world.person(chat, unit_id=unit)
        numbers.append(await world.asks(chat, request_type=request_type))
        world.clock.advance(seconds=1)
    return numbers


async def test_it_begins_is_told_and_is_over(world: World) -> None:
    """Six waiting begin it; with fewer than four it is over. The client hears a longer time while it lasts."""
    await world.unit("spb")
    await world.staff("olga")
    await world.staff("boris", role="head", units=["msk"])
    await world.staff("stas", role="head", units=["spb"])
    await rules(world, rush={"waiting": 6, "minutes": 45, "types": {}}, lease_minutes=0)
    await first(world, 5)
    await tick(world)
    assert not (await world.says(200, "Когда?")).rush
    await first(world, 1, base=300)
    await tick(world)
    await tick(world)
    assert await told(world, "boris") == [("rush", None)]
    assert await told(world, "stas") == []
    async with world.db.read() as reader:
        unit = await reader.value("SELECT id FROM unit WHERE code = 'msk'")
    await world.person(400, unit_id=unit)
    taken = await world.says(400, "А мне?")
    assert taken.rush
    assert taken.due_at == world.clock.now() + timedelta(minutes=45)
    for _ in range(4):
        number = await world.next("olga")
        assert number
        await world.close("olga", number)
    await tick(world)
    assert await told(world, "boris") == [("rush", None), ("rush_over", None)]
    assert not (await world.says(400, "Ещё вопрос")).rush


async def test_who_goes_first_changes_with_it(world: World) -> None:
    """While it lasts a callback counts as if it had waited an hour longer; afterwards it does not."""
    await world.unit("spb")
    await world.staff("olga")
    await rules(world, rush={"waiting": 4, "minutes": 45, "types": {"callback": 60}}, lease_minutes=0)
    numbers = await first(world, 3)
    [callback] = await first(world, 1, "callback", base=300)
    await tick(world)
    assert await world.next("olga") == callback
    row = await world.row(callback)
    assert row["reason"]["boosts"] == [{"what": "type", "of": "callback", "minutes": 60}]
    await world.close("olga", callback)
    assert await world.next("olga") == numbers[0]
    await tick(world)  # two are left: it is over
    await first(world, 1, "callback", base=400)
    assert await world.next("olga") == numbers[1]
