"""Figures about what comes in."""

from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("priyomka_updates", "Updates by what became of them", ["outcome"])
RECEIVED = UPDATES.labels("received")
DUPLICATE = UPDATES.labels("duplicate")
HANDLED = UPDATES.labels("handled")
RETRIED = UPDATES.labels("retried")
DEAD = UPDATES.labels("dead")

WAITING = Gauge("priyomka_inbox_waiting", "Updates stored and not yet handled, all processes")
LAG = Gauge("priyomka_inbox_lag_seconds", "Age of the oldest update not yet handled, all processes")
SECONDS = Histogram("priyomka_update_seconds", "From taking an update up to its commit", buckets=(0.005, 0.02, 0.1, 0.5, 2, 10))
