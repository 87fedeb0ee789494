"""Bringing a group up to date: the next few calls, what people wait for first.

Twenty messages a minute is all a group takes (telegram.md §2). So only a few calls are under way at a time, and each is made from what is
true when its turn comes: sixty messages of a client become two or three, and ten changes of a card become one.

`due_at` of a topic is since when its card is due: where people write without a pause, a card that is late has one of the calls.
"""

from collections.abc import Sequence
from dataclasses import replace

from services.groups.card import card_of, request_of, topic_name
from services.groups.models import GROUP_COLUMNS, TOPIC_COLUMNS, Group, Topic, as_group, as_topic
from services.groups.panel import panel_of
from services.groups.posting import post
from services.groups.renewing import renew
from services.groups.settling import settle
from services.groups.talk import next_told
from services.groups.topics import elsewhere, retire
from services.storage.tx import Tx

WINDOW = 3  # calls under way
LATE = 60  # seconds that a card waits for what is said to be shown first
_LOOKED_AT = 20  # topics in one round
_COLOURS = {"danger": 16478047, "law": 16766590}  # telegram.md §1, icon_color
_COLOUR = 7322096
# Locked: what is marked as due while it is being shown is due again afterwards. What somebody holds has its turn in the next round.
_DUE = (
    f"SELECT {TOPIC_COLUMNS} FROM group_topic WHERE unit_id = $1 AND NOT retired AND {{}} ORDER BY {{}}, id LIMIT {_LOOKED_AT} "
    "FOR NO KEY UPDATE SKIP LOCKED"
)
_CARD_UNDER_WAY = """
SELECT EXISTS (SELECT FROM group_post WHERE unit_id = $1 AND kind IN ('recard', 'name', 'open', 'close'))
"""
_LOCK = (
    f"SELECT {GROUP_COLUMNS}, panel_at IS NULL OR panel_at < clock_timestamp() - interval '15 seconds' AS panel_rested "
    "FROM unit_group WHERE unit_id = $1 AND chat_id IS NOT NULL AND (paused_until IS NULL OR paused_until < clock_timestamp()) "
    "FOR NO KEY UPDATE SKIP LOCKED"
)


async def show(tx: Tx, unit_id: int) -> bool:
    """Hand the next calls for this unit's group to the outbox; whether any were."""
    row = await tx.row(_LOCK, unit_id)
    if row is None:
        return False
    group = as_group(row)
    room = WINDOW - await settle(tx, group)
    if await tx.value("SELECT paused_until > clock_timestamp() FROM unit_group WHERE unit_id = $1", unit_id):
        return False
    before = room
    if room > 0 and group.panel_id is None and group.panel_due and row["panel_rested"]:
        room -= await _panel(tx, group)  # without it nobody can press Next, however much is said
        group = replace(group, panel_due=False)
    for step in (_late, _talk, _renew, _cards):
        if room > 0:
            room -= await step(tx, group, room)
    if room > 0 and group.panel_due and row["panel_rested"]:
        room -= await _panel(tx, group)
    return room < before


async def _topics(tx: Tx, group: Group, which: str, order: str = "due_at") -> Sequence[Topic]:
    return [as_topic(row) for row in await tx.rows(_DUE.format(which, order), group.unit_id)]


async def _busy(tx: Tx, topic: Topic, *kinds: str) -> bool:
    """Whether a call of such a kind is under way for the topic."""
    sql = "SELECT EXISTS (SELECT FROM group_post WHERE topic_id = $1 AND kind = ANY ($2::text[]))"
    return bool(await tx.value(sql, topic.id, list(kinds)))


async def _talk(tx: Tx, group: Group, room: int) -> int:
    """Topics that are to be made, and what is said in them."""
    made = 0
    for topic in await _topics(tx, group, "talk_due", "shown"):  # first where nothing has been shown for longest
        if made >= room:
            break
        made += await _talk_of(tx, group, topic)
    return made


async def _talk_of(tx: Tx, group: Group, topic: Topic) -> int:
    if elsewhere(topic, await request_of(tx, topic)):
        return await _silent(tx, topic)
    if topic.thread_id is None:
        return await _make(tx, group, topic)
    if topic.card_id is None:
        return 0 if await _busy(tx, topic, "card") else await _first_card(tx, group, topic)
    told = await next_told(tx, topic, group.language, tx.now)
    for call in told.calls:
        await post(
            tx,
            group,
            "said",
            call.method,
            call.params,
            topic=topic,
            messages=call.messages,
            files=call.files,
            digest=call.digest,
        )
    await tx.execute(
        "UPDATE group_topic SET shown = greatest(shown, $2), talk_due = $3 WHERE id = $1",
        topic.id, told.upto, bool(told.calls) or told.later,
    )  # fmt: skip
    return len(told.calls)


async def _silent(tx: Tx, topic: Topic) -> int:
    """Nothing more of the conversation is for this unit. The card says where it stands, and the topic ends (`_card_of`)."""
    await tx.execute("UPDATE group_topic SET talk_due = false, card_due = true, changed = '{}' WHERE id = $1", topic.id)
    if topic.card_id is not None:
        return 0
    await retire(tx, topic)
    return 2


async def _make(tx: Tx, group: Group, topic: Topic) -> int:
    """The topic itself; whatever is to be said in it waits until it is there."""
    row = await request_of(tx, topic)
    if row["state"] == "closed":
        await tx.execute("UPDATE group_topic SET talk_due = false, card_due = false WHERE id = $1", topic.id)
        return 0
    if await _busy(tx, topic, "topic"):
        return 0
    name = await topic_name(tx, group, row)
    await tx.execute("UPDATE group_topic SET made = made + 1, name = $2 WHERE id = $1", topic.id, name)
    colour = _COLOURS.get(row["alarm"] or "", _COLOUR)
    await post(tx, group, "topic", "createForumTopic", {"name": name, "icon_color": colour}, topic=topic)
    return 1


async def _first_card(tx: Tx, group: Group, topic: Topic) -> int:
    params, digest = await card_of(tx, group, topic, await request_of(tx, topic))
    await tx.execute("UPDATE group_topic SET card = $2, card_due = false WHERE id = $1", topic.id, digest)
    await post(tx, group, "card", "sendMessage", params, topic=topic, digest=digest)
    return 1


async def _renew(tx: Tx, group: Group, room: int) -> int:
    """Messages that are shown and have changed."""
    made = 0
    for topic in await _topics(tx, group, "changed <> '{}' AND thread_id IS NOT NULL"):
        if made >= room:
            break
        gone = elsewhere(topic, await request_of(tx, topic))
        made += await (_silent(tx, topic) if gone else renew(tx, group, topic))
    return made


async def _late(tx: Tx, group: Group, _room: int) -> int:
    """The card that has waited too long, one at a time, so that most calls stay for what is said."""
    if await tx.value(_CARD_UNDER_WAY, group.unit_id):
        return 0
    return await _cards(tx, group, 1, f" AND due_at < clock_timestamp() - interval '{LATE} seconds'")


async def _cards(tx: Tx, group: Group, room: int, which: str = "") -> int:
    """Cards, names, and whether a topic is open."""
    made = 0
    for topic in await _topics(tx, group, f"card_due AND card_id IS NOT NULL{which}"):
        if made >= room:
            break
        made += await _card_of(tx, group, topic)
    return made


async def _card_of(tx: Tx, group: Group, topic: Topic) -> int:
    row = await request_of(tx, topic)
    if elsewhere(topic, row):
        return await redraw(tx, group, topic, row) or await _ended(tx, topic)
    closed = row["state"] == "closed"
    if topic.closed and not closed:
        await tx.execute("UPDATE group_topic SET closed = false WHERE id = $1", topic.id)
        await post(tx, group, "open", "reopenForumTopic", {}, topic=topic)
        return 1
    if drawn := await redraw(tx, group, topic, row):
        return drawn
    name = await topic_name(tx, group, row)
    if name != topic.name:
        await tx.execute("UPDATE group_topic SET name = $2 WHERE id = $1", topic.id, name)
        await post(tx, group, "name", "editForumTopic", {"name": name}, topic=topic)
        return 1
    if closed and not topic.closed and not topic.talk_due:
        await tx.execute("UPDATE group_topic SET closed = true WHERE id = $1", topic.id)
        await post(tx, group, "close", "closeForumTopic", {}, topic=topic)
        return 1
    await tx.execute(
        "UPDATE group_topic SET card_due = $2, due_at = clock_timestamp() WHERE id = $1", topic.id, closed and not topic.closed
    )
    return 0


async def _ended(tx: Tx, topic: Topic) -> int:
    await retire(tx, topic)
    return 2


async def redraw(tx: Tx, group: Group, topic: Topic, row: object = None, *, direct: bool = False) -> int:
    """Bring the card up to date; 0 where it says all that already. `direct`: the answer to a press."""
    if topic.card_id is None:
        return 0
    params, digest = await card_of(tx, group, topic, row if row is not None else await request_of(tx, topic))  # type: ignore[arg-type]  # a Row
    if digest == topic.card:
        return 0
    await tx.execute("UPDATE group_topic SET card = $2, due_at = clock_timestamp() WHERE id = $1", topic.id, digest)
    params = {**params, "message_id": topic.card_id, "_fallback": "sendMessage"}
    mail = "direct" if direct else "mirror"
    await post(tx, group, "recard", "editMessageText", params, topic=topic, digest=digest, mail=mail)  # type: ignore[arg-type]  # a Kind
    return 1


async def _panel(tx: Tx, group: Group) -> int:
    if await tx.value("SELECT EXISTS (SELECT FROM group_post WHERE unit_id = $1 AND kind = 'panel')", group.unit_id):
        return 0  # its id is not known yet: there would be two
    params, digest = await panel_of(tx, group)
    await tx.execute("UPDATE unit_group SET panel_due = false WHERE unit_id = $1", group.unit_id)
    if digest == group.panel and group.panel_id is not None:
        return 0
    await tx.execute("UPDATE unit_group SET panel = $2, panel_at = clock_timestamp() WHERE unit_id = $1", group.unit_id, digest)
    if group.panel_id is None:
        await post(tx, group, "panel", "sendMessage", params, digest=digest)
    else:
        edit = {**params, "message_id": group.panel_id, "_fallback": "sendMessage"}
        await post(tx, group, "panel", "editMessageText", edit, digest=digest)
    return 1
