"""What every door needs: the database, the clock, the rules' numbers and the place of files. Built once, in `bot/app.py`."""

from dataclasses import dataclass, field

from services.clock import Clock, ShiftedClock
from services.files import FileStore
from services.housekeeping import Keep
from services.requests.models import Limits
from services.storage.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """The product without its edges."""

    db: Database
    clock: Clock
    limits: Limits
    files: FileStore
    shifted: ShiftedClock | None = None  # set where the clock may be moved: the sandbox, or another Bot API server
    public_url: str = ""
    sandbox: bool = False
    hold_minutes: int = 10  # a slot is kept while the client decides
    keep: Keep = field(default_factory=Keep)
