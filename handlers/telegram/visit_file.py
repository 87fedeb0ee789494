"""The visit as a document for the person's own calendar."""

from collections.abc import AsyncIterator

from handlers.telegram.screens.visits import Shown
from services.booking.calendar_file import calendar_file
from services.clients.models import Person
from services.desk import Desk
from services.files import add_upload, new_public_id
from services.outbox.models import Mail
from services.storage.tx import Tx
from services.texts import text

NAME = "visit.ics"


async def send_calendar(tx: Tx, person: Person, desk: Desk, shown: Shown) -> None:
    """It is written before the commit that sends it; what nobody refers to is cleaned away after two days."""
    content = calendar_file(shown.visit, shown.unit, shown.language, now=tx.now, car=shown.car)
    public_id = new_public_id()
    size = await desk.files.save(public_id, _whole(content))
    await add_upload(tx, desk.files, public_id, name=NAME, size=size)
    params = {"document": f"attach:{public_id}", "caption": text(person.language, "visit-file-caption")}
    tx.send(Mail(person.chat_id, "sendDocument", params, kind="direct"))


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
