"""A button pressed twice is one matter: what a dialogue could not settle joins the request that it has already led to."""

from services.clients.models import Person
from services.requests.intake import contact, open_request
from services.requests.locking import lock_request
from services.requests.messages import add_message
from services.requests.models import About, Accepted, Limits
from services.storage.tx import Tx

# Waiting for us already; where the ball is with the client (waiting_client), a further press is news and a new matter.
_SAME = """
SELECT number FROM request
WHERE client_id = $1 AND chat_id = $2 AND type = $3 AND appointment_id IS NOT DISTINCT FROM $4
  AND state IN ('queued', 'assigned', 'promised') ORDER BY number DESC LIMIT 1
"""


async def raise_once(tx: Tx, person: Person, limits: Limits, *, request_type: str, about: About) -> tuple[Accepted, bool]:
    """Open a request without words of the client; returns it and whether it is new.

    One of this type about the same visit that waits for an answer takes the note instead: nobody is asked the same thing twice.
    """
    number = await tx.value(_SAME, person.client_id, person.chat_id, request_type, about.appointment_id)
    if number is None:
        return await open_request(tx, person, None, limits, request_type=request_type, about=about), True
    request = await lock_request(tx, number)
    last = "SELECT text FROM message WHERE request_number = $1 AND direction = 'system' ORDER BY id DESC LIMIT 1"
    if about.note and about.note != await tx.value(last, number):
        message_id = await add_message(tx, number, "system", author="", text=about.note)
        tx.event("message.note", request.subject, unit_id=request.unit_id, message=message_id)
    contact(tx, person.subject, "telegram", "joined", number, tag=person.source_tag)
    return Accepted("joined", number, request.unit_id), False
