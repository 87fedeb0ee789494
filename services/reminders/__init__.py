"""What the product says by itself, and when (peers-booking.md §4.3, contract "Quiet hours").

A ledger, not timers: `planning.py` writes a row per (kind, subject, occurrence) in the transaction of its cause; `release.py` claims
what is due, looks at the subject as it is now, and settles the row once. `quiet.py` and `rules.py` are the pure rules, `switches.py`
what a client wants, `unconfirmed.py` the visits that become an agent's task.
"""
