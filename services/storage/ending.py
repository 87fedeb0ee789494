"""Ending a task whose cancellation got lost on the way."""

import asyncio


def stop_if_cancelled(error: BaseException | None = None) -> None:
    """Raise CancelledError if the task is being cancelled.

    A driver that cleans up on a broken connection raises an error of its own in place of the cancellation; whoever takes that for an
    outage and waits would never end. And `asyncio.wait_for` of Python 3.11, which redis-py uses, loses a cancellation that comes with
    the result.
    """
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError from error
