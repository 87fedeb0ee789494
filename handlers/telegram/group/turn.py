"""Somebody's words in a topic, with everything that is needed to do something with them."""

from dataclasses import dataclass

from services.desk import Desk
from services.errors import Refused
from services.groups.models import Group, Topic
from services.groups.posting import word
from services.groups.replies import say_refused
from services.requests.models import Incoming
from services.staff.models import Staff
from services.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody of the unit speaks in a topic."""

    tx: Tx
    desk: Desk
    group: Group
    topic: Topic
    staff: Staff
    incoming: Incoming

    async def reply(self, said: str) -> None:
        """A line below their words."""
        await word(self.tx, self.group, said, topic=self.topic, reply_to=self.incoming.telegram_id)

    async def refuse(self, refused: Refused) -> None:
        """Why not."""
        await say_refused(self.tx, self.group, self.topic, refused, self.incoming.telegram_id)
