"""Every update in: stored before it is acknowledged, handled once and in order per person, never lost, never in the way.

For the composition (see `services/storage/workers.py` for `Worker`, `services/storage/batch.py` for `Start`):

    worker = Worker(db); await worker.register(); start("worker", worker.run)
    runner = Runner(db, worker, handle=handle, send_answers=outbox.answer, on_dead=on_dead, hopeless=hopeless)
    ingest = Ingest(db, bot_id, runner)            # without a runner: other processes handle what this one stores
    ingest.start(start); runner.start(start)
    await ingest.store(raw)                        # webhook; returns after the commit
    await ingest.store_all([(raw, parsed), …])     # polling; one statement
    await runner.stop()                            # finishes what is in hand; then outbox.stop(), worker.close()

    handle(tx: Tx, update: Update, work: Work)     # everything an update causes; what it sends to work.chat_id goes out at once
    on_dead(tx: Tx, update: Update)                # in the transaction that makes it a dead letter
    hopeless(error) -> bool                        # repeating cannot help

`dead.py`: the dead-letter list. `metrics.py`: figures.
"""

from services.inbox.ingest import Ingest
from services.inbox.models import Update
from services.inbox.runner import Runner

__all__ = ["Ingest", "Runner", "Update"]
