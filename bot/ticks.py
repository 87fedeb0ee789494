"""The schedules of this process."""

import functools
from contextlib import AsyncExitStack

from schedules import cleaning, requests
from schedules.clock import make_clock
from services.desk import Desk

QUEUE_SECONDS = 2.0
CLEANING_SECONDS = 600.0


def start_ticks(desk: Desk, stack: AsyncExitStack) -> None:
    """Start them; they end with the stack."""
    clock = make_clock(
        {
            "requests": (QUEUE_SECONDS, functools.partial(requests.tick, desk)),
            "cleaning": (CLEANING_SECONDS, functools.partial(cleaning.tick, desk)),
        }
    )
    clock.start()
    stack.callback(clock.shutdown, wait=False)
