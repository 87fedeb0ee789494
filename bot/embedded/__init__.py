"""The database and the cache that Priyomka brings along (contract.md, "Two commands" and "Settings")."""

from bot.embedded.errors import EmbeddedError
from bot.embedded.servers import Embedded, claim_run

__all__ = ["Embedded", "EmbeddedError", "claim_run"]
