"""Figures about what goes out."""

from prometheus_client import Counter, Gauge

OUTBOX = Counter("priyomka_outbox", "Attempts to send by what became of them", ["outcome"])
SENT = OUTBOX.labels("sent")
RETRY = OUTBOX.labels("retry")
BLOCKED = OUTBOX.labels("blocked")
FAILED = OUTBOX.labels("failed")
DROPPED = OUTBOX.labels("dropped")
MAYBE_TWICE = OUTBOX.labels("maybe_twice")
BY_STATE = {"sent": SENT, "retry": RETRY, "blocked": BLOCKED, "failed": FAILED, "dropped": DROPPED}

BACKLOG = Gauge("priyomka_outbox_waiting", "Messages stored and not yet sent, all processes")
REDIS_DOWN = Gauge("priyomka_redis_down", "1 while Redis does not answer")
