"""Ending a task that is cancelled while its connection is broken."""

import asyncio


def stop_if_cancelled(error: BaseException) -> None:
    """Raise CancelledError if the task is being cancelled.

    A driver that cleans up on a broken connection raises an error of its own in place of the cancellation; whoever takes that for an
    outage and waits would never end.
    """
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError from error
