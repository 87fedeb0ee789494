"""Transactions of a played chain: what would be sent is left out, and what happened is written down many moments at a time.

Nobody in a played chain has a Telegram, so mail would be written for nobody. Events are kept until somebody reads them: the rules do (an
apology looks up what was said before), and so does the report.
"""

from bot.simulation.steps import Steps
from services.outbox.models import Mail
from services.storage.database import Database
from services.storage.flush import Ending
from services.storage.tx import Tx


class PlayedTx(Tx):
    """A part of a moment."""

    def send(self, mail: Mail) -> None:
        """Nobody is there to read it."""

    async def _flush(self) -> None:
        if self._events or self._mail:
            steps: Steps = self.connection  # type: ignore[assignment]  # what PlayedDatabase has for a connection
            steps.write_down(Ending(self.now, self._events, [(mail, False) for mail in self._mail]))


class PlayedDatabase(Database):
    """What the services take for a database: its pool is `Steps`."""

    tx_class = PlayedTx
