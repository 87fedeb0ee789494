"""Pure rules of the queue."""

from datetime import datetime, timedelta

# Boosts are minutes of waiting (so that one stored, indexed key decides, and the reason can be told in a sentence). Somebody in
# danger, then somebody who speaks of the law, stands before everybody who merely waits.
_BOOST = {"danger": timedelta(days=3650), "law": timedelta(days=365), None: timedelta(0)}


def queue_key(waiting_since: datetime, alarm: str | None) -> datetime:
    """Where a queued request stands: the smallest key is next."""
    return waiting_since - _BOOST[alarm]
