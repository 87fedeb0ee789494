"""The schedules of this process."""

import functools
from contextlib import AsyncExitStack

from schedules import archive, booking, cards, cleaning, forgetting, groups, notices, reminders, requests
from schedules.clock import make_clock
from services.desk import Desk

QUEUE_SECONDS = 2.0
LINE_SECONDS = 0.5  # somebody sits there with nothing to do, and a client waits
HOLDS_SECONDS = 5.0
REMINDER_SECONDS = 1.0
NOTICE_SECONDS = 2.0
GROUP_SECONDS = 0.5  # somebody has pressed Next in the group and waits for the topic
FORGETTING_SECONDS = 5.0
ARCHIVE_SECONDS = 1.0
ARCHIVE_AGAIN_SECONDS = 3600.0
CARDS_SECONDS = 10.0
CLEANING_SECONDS = 600.0


def start_ticks(desk: Desk, stack: AsyncExitStack) -> None:
    """Start them; they end with the stack."""
    clock = make_clock(
        {
            "line": (LINE_SECONDS, functools.partial(requests.serve, desk)),
            "requests": (QUEUE_SECONDS, functools.partial(requests.tick, desk)),
            "holds": (HOLDS_SECONDS, functools.partial(booking.tick, desk)),
            "reminders": (REMINDER_SECONDS, functools.partial(reminders.tick, desk)),
            "notices": (NOTICE_SECONDS, functools.partial(notices.tick, desk)),
            "groups": (GROUP_SECONDS, functools.partial(groups.tick, desk)),
            "forgetting": (FORGETTING_SECONDS, functools.partial(forgetting.tick, desk)),
            "archive": (ARCHIVE_SECONDS, functools.partial(archive.tick, desk)),
            "archive-again": (ARCHIVE_AGAIN_SECONDS, functools.partial(archive.tick_again, desk)),
            "cards": (CARDS_SECONDS, functools.partial(cards.tick, desk)),
            "cleaning": (CLEANING_SECONDS, functools.partial(cleaning.tick, desk)),
        }
    )
    clock.start()
    stack.callback(clock.shutdown, wait=False)
