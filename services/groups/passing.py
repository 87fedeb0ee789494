"""What becomes of somebody's words in a topic, and what they are told about it."""

from collections.abc import Sequence

from services.errors import Refused
from services.groups.models import Group, Topic
from services.groups.posting import word
from services.groups.replies import refusal, say_heard, say_refused
from services.groups.words import hear, held, leads
from services.outbox.models import Kind
from services.requests.models import Incoming
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text


async def pass_on(
    tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming, *, parts: Sequence[int], answer: bool, mail: Kind = "direct"
) -> None:  # fmt: skip
    """In a topic that is there: what goes neither to the client nor to colleagues stays with whoever wrote it, who is told why. `parts`:
    Telegram's ids of the messages that it came in."""
    owner = await leads(tx, topic, staff)
    if answer and owner and (why := await held(tx, topic, staff, incoming.text)):
        await say_refused(tx, group, topic, why, parts[0], mail=mail)
        return
    try:
        async with tx.attempt():
            heard = await hear(tx, group, topic, staff, incoming, parts=parts, answer=answer, owner=owner)
    except Refused as refused:
        await say_refused(tx, group, topic, refused, parts[0], mail=mail)
        return
    await say_heard(tx, group, topic, heard, parts[0], mail=mail)


async def keep(
    tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming, *, answer: bool, unsent: bool = False, mail: Kind = "direct"
) -> None:  # fmt: skip
    """From a topic that is not there any more: in Telegram they go with it, but they were said, so the request has them all the same. An
    answer is one, if the client can get it as it stands; everything else is kept as a note. Where somebody may believe that the
    client has it, they are told. `unsent`: it is no answer because it may have been meant for something else."""
    owner = await leads(tx, topic, staff)
    if answer and owner and await _answered(tx, group, topic, staff, incoming, mail=mail):
        return
    try:
        async with tx.attempt():
            heard = await hear(tx, group, topic, staff, incoming, parts=(), answer=answer and not owner, owner=owner)
    except Refused as refused:
        said = text(group.language, "group-left-behind-refused", who=staff.name, why=refusal(refused, group.language))
        await word(tx, group, said, topic=topic, mail=mail)
        return
    if unsent or (answer and owner):
        await word(tx, group, text(group.language, "group-left-behind", who=staff.name), topic=topic, mail=mail)
    else:
        await say_heard(tx, group, topic, heard, None, mail=mail)


async def _answered(tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming, *, mail: Kind) -> bool:
    """Whether it could go out as it stands."""
    if await held(tx, topic, staff, incoming.text):
        return False
    try:
        async with tx.attempt():
            heard = await hear(tx, group, topic, staff, incoming, parts=(), answer=True, owner=True)
    except Refused:
        return False
    await say_heard(tx, group, topic, heard, None, mail=mail)
    return True
