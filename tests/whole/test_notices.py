"""What staff are told reaches their own Telegram, and the console keeps it where Telegram cannot have it (W5, G2)."""

from datetime import timedelta

from services.staff.accounts import staff_by_login
from services.watch.reading import notices_of
from tests.harness import Phone, until
from tests.whole.chain import MOSCOW, Agent, Chain


async def _promises_and_forgets(chain: Chain, agent: Agent, number: int, telegram: Phone) -> str:
    """The agent's card names this Telegram; a promise draws near. When it falls due, as it is told."""
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE staff SET telegram_id = $2 WHERE login = $1", agent.login, telegram.person)
    due = await chain.now() + timedelta(minutes=40)
    await agent.do("POST", f"/requests/{number}/promise", {"due_at": due.isoformat()}, status=200)
    await chain.later(minutes=33)
    return f"{due.astimezone(MOSCOW):%H:%M}"


async def test_a_notice_reaches_the_agents_own_telegram(chain: Chain) -> None:
    _, agent, number = await chain.taken()
    own = await chain.client()
    due = await _promises_and_forgets(chain, agent, number, own)
    await own.hears(f"№ {number} · Скоро срок обещания", due)


async def test_who_has_never_started_the_bot_finds_it_in_the_console(chain: Chain) -> None:
    _, agent, number = await chain.taken()
    stranger = await chain.newcomer()
    await _promises_and_forgets(chain, agent, number, stranger)
    refused = "SELECT count(*) FROM outbox WHERE chat_id = $1 AND state = 'blocked'"
    await until(lambda: chain.value(refused, stranger.person), "Telegram has refused it")
    async with chain.desk.db.read() as reader:
        staff = await staff_by_login(reader, agent.login)
        assert staff
        assert "promise_soon" in [notice.what for notice in await notices_of(reader, staff)]


async def test_a_client_whom_nobody_answered_hears_a_new_time(chain: Chain) -> None:
    client, _, number = await chain.taken()
    await chain.later(minutes=11)
    due = await chain.now() + timedelta(minutes=30)
    said = await client.hears(f"№ {number}", f"{due.astimezone(MOSCOW):%H}:")
    assert "вовремя" in said["text"] or "in time" in said["text"]
