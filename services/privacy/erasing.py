"""Forgetting a person, in one transaction. What remains names nobody: the law keeps repair orders and proofs of consent."""

from services.archive.making import forget
from services.booking import visits
from services.booking.models import OPEN
from services.booking.reading import visits_of_client
from services.clients.erasable import close_card
from services.clients.models import Person
from services.consulting.asking import withdraw_all
from services.errors import Refused
from services.groups.forgetting import forget_topics
from services.outbox.models import Mail
from services.privacy.holdings import Holdings, holdings
from services.privacy.traces import forget_traces
from services.requests.locking import lock_request
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import text
from services.watch.missing import make_good
from services.watch.models import CLOCKS

_WITHDRAW = """
INSERT INTO consent (client_id, kind, granted, text_version, language, source, at)
SELECT client_id, kind, false, text_version, $2, 'telegram', $3
FROM (SELECT DISTINCT ON (kind) * FROM consent WHERE client_id = $1 ORDER BY kind, id DESC) AS last WHERE granted
"""
_CLOSE = """
UPDATE request SET state = 'closed', outcome = 'refused', summary = $2, closed_at = $3, last_agent_at = $3, waiting_since = NULL,
    next_answer_due = NULL, handoff_due = NULL, danger_due = NULL, resolve_due = NULL,
    resolve_paused_at = NULL, alarm = NULL, urgent = false, reserved_for = NULL, reserved_until = NULL, rating = NULL WHERE number = $1
"""
# Statements in an order that no foreign key minds; $1: keys of the rows, as `Holdings` calls them, $2: now.
_CONVERSATIONS = (
    "DELETE FROM asking WHERE request_number = ANY ($1)",
    "UPDATE message SET text = '', author = CASE WHEN direction = 'in' THEN '' ELSE author END, chat_id = NULL, media_group = NULL, "
    "details = '{}', client_reaction = NULL, agent_reaction = NULL, "
    "delivery = CASE WHEN delivery IN ('queued', 'retry') THEN 'failed' ELSE delivery END WHERE request_number = ANY ($1)",
    "DELETE FROM message_version v USING message m WHERE m.id = v.message_id AND m.request_number = ANY ($1)",
    "DELETE FROM message_telegram t USING message m WHERE m.id = t.message_id AND m.request_number = ANY ($1)",
    "DELETE FROM draft WHERE request_number = ANY ($1)",
    "DELETE FROM promise WHERE request_number = ANY ($1) AND state <> 'kept'",
    "UPDATE promise SET note = '' WHERE request_number = ANY ($1)",
    "UPDATE request_return SET reason = '' WHERE request_number = ANY ($1)",
    "UPDATE hand_over SET reason = '' WHERE request_number = ANY ($1)",
    # What colleagues were asked about them, in their Telegram: the words of the question itself are notes, which go above.
    "UPDATE outbox o SET params = '{}', error = NULL, state = CASE WHEN o.state IN ('queued', 'retry') THEN 'dropped' ELSE o.state END "
    "FROM question q WHERE q.request_number = ANY ($1) AND o.about LIKE 'question:%' "
    "AND o.about IN ('question:' || q.id, 'question:' || q.id || ':over')",
    "DELETE FROM snooze WHERE request_number = ANY ($1)",
    "DELETE FROM offer WHERE request_number = ANY ($1)",
    "UPDATE request SET chat_id = NULL, vehicle = NULL, fields = '{}', external_ref = NULL, standing = NULL, "
    "reason = reason - ARRAY['reason', 'boosts'] WHERE number = ANY ($1)",
)
_CARS = (
    "UPDATE follow_up SET vehicle_id = NULL WHERE vehicle_id = ANY ($1)",
    "UPDATE request SET vehicle_id = NULL WHERE vehicle_id = ANY ($1)",
    "UPDATE appointment SET vehicle_id = NULL WHERE vehicle_id = ANY ($1)",
    "UPDATE repair_order SET vehicle_id = NULL WHERE vehicle_id = ANY ($1)",
    "DELETE FROM vehicle WHERE id = ANY ($1)",
)
_DEALINGS = (
    "UPDATE follow_up SET title = '', done_at = coalesce(done_at, now()) WHERE client_id = ANY ($1)",
    "UPDATE appointment SET chat_id = NULL, comment = '', cancel_reason = NULL, draft = NULL WHERE client_id = ANY ($1)",
    "UPDATE repair_order_step s SET note = '' FROM repair_order o WHERE o.id = s.order_id AND o.client_id = ANY ($1)",
    "UPDATE repair_order SET note = '' WHERE client_id = ANY ($1)",
    "UPDATE parts_order SET items = (SELECT coalesce(jsonb_agg((SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(item) "
    "WHERE key = ANY (ARRAY['id', 'title', 'name', 'article', 'brand', 'quantity', 'price', 'currency']))), '[]') "
    "FROM jsonb_array_elements(items) AS item) WHERE client_id = ANY ($1)",
    "DELETE FROM reminder_switch WHERE client_id = ANY ($1)",
    "DELETE FROM client_ref WHERE client_id = ANY ($1)",
    "DELETE FROM phone_proof WHERE client_id = ANY ($1)",
)
_LABELS = (
    "UPDATE repeat_contact SET reason = '' WHERE request_number = ANY ($1)",
    "UPDATE qualification SET reason = '' WHERE request_number = ANY ($1)",
)
_PAIRS = (  # the trail of a merge holds both cards as they were, and why: on the other card, too, where it was undone
    "UPDATE event e SET data = e.data - 'reason' FROM card_merge m JOIN client k ON k.id = m.kept WHERE m.joined = ANY ($1) "
    "AND e.subject = 'client:' || k.public_id AND e.type IN ('client.merged', 'client.unmerged') AND (e.data ->> 'merge')::bigint = m.id",
    "DELETE FROM card_merge WHERE kept = ANY ($1) OR joined = ANY ($1)",
    "DELETE FROM likely_duplicate WHERE one = ANY ($1) OR other = ANY ($1)",
    "DELETE FROM not_same WHERE one = ANY ($1) OR other = ANY ($1)",
    "DELETE FROM card_changed WHERE client_id = ANY ($1)",
)
_CHATS = (
    "DELETE FROM aside_message WHERE chat_id = ANY ($1)",
    "DELETE FROM message_telegram WHERE chat_id = ANY ($1)",
    "DELETE FROM chat WHERE chat_id = ANY ($1)",
)
_CALLS = "UPDATE call_task SET phone = '', note = '', done_at = coalesce(done_at, $2) WHERE request_number = ANY ($1)"
_REMINDERS = (
    "UPDATE reminder SET state = 'skipped', why = 'erased', settled_at = $2 WHERE client_id = ANY ($1) AND state = 'planned'"
)
_CARD = """
UPDATE client SET name = '', phone = NULL, phone_unverified = NULL, tier = NULL, birthday = NULL, source_tag = NULL, erased_at = $2
WHERE id = ANY ($1::bigint[])
"""


async def erase(tx: Tx, person: Person) -> None:
    """Forget the person of this card in all their chats: open visits are cancelled, open requests closed, mail dropped.

    `person` is nobody's any more afterwards: their next update begins a new card. Files on disk go right after the commit
    (`forgetting.remove_files`). Chats are locked before all else, then whoever writes about them elsewhere is waited for; units and
    requests next, the card's row last, as others do.
    """
    await tx.execute("SELECT FROM chat WHERE client_id = $1 ORDER BY chat_id FOR NO KEY UPDATE", person.client_id)
    await close_card(tx, person.client_id)
    await _end_visits(tx, person)
    owned = await holdings(tx, person.client_id)
    for number in owned.requests:
        await _end_request(tx, number)
    await tx.execute(_WITHDRAW, person.client_id, person.language, tx.now)
    await forget_traces(tx, owned)
    await tx.execute(_CALLS, owned.requests, tx.now)
    await tx.execute(_REMINDERS, owned.cards, tx.now)
    await forget(tx, owned.requests)
    for statements, keys in (
        (_CONVERSATIONS, owned.requests),
        (_LABELS, owned.requests),
        (_PAIRS, owned.cards),
        (_CARS, owned.vehicles),
        (_DEALINGS, owned.cards),
        (_CHATS, owned.chats),
    ):
        for statement in statements:
            await tx.execute(statement, keys)
    await forget_topics(tx, owned.requests)
    await tx.execute(_CARD, owned.cards, tx.now)
    tx.event("client.erased", person.subject, by="client")
    _tell_other_chats(tx, person, owned)


async def was_erased(reader: Reader, public_id: str) -> bool:
    """Whether the card of this id is nobody's any more."""
    return bool(await reader.value("SELECT count(*) FROM client WHERE public_id = $1 AND erased_at IS NOT NULL", public_id))


async def _end_visits(tx: Tx, person: Person) -> None:
    for visit in await visits_of_client(tx, person.client_id, open_only=True, now=tx.now):
        if visit.status in OPEN:
            try:
                await visits.cancel(tx, visit, by="client")
            except Refused:  # past the cut-off: whoever wants to be forgotten does not come all the same
                await visits.cancel(tx, visit, by="unit")
    await tx.execute("DELETE FROM appointment WHERE client_id = $1 AND status = 'hold'", person.client_id)


async def _end_request(tx: Tx, number: int) -> None:
    """What is open is closed without a word to the client; what agents wrote about them goes from the closed ones too."""
    request = await lock_request(tx, number)
    said = text("ru", "privacy-erased-summary")
    if request.state == "closed":
        await tx.execute("UPDATE request SET summary = $2 WHERE number = $1", number, said)
        return
    await tx.execute(_CLOSE, number, said, tx.now)
    await withdraw_all(tx, number, None)
    await make_good(tx, number, None, CLOCKS)
    tx.event("request.closed", request.subject, unit_id=request.unit_id, outcome="refused", agent=None)


def _tell_other_chats(tx: Tx, person: Person, owned: Holdings) -> None:
    """The same card may have been in use from another Telegram account: it does not end there in silence."""
    for chat_id in owned.chats:
        if chat_id != person.chat_id:
            tx.send(Mail(chat_id, "sendMessage", {"text": text(person.language, "privacy-erased-elsewhere")}))
