"""A day or time that is wanted, said among other words: "please move it to Saturday". Pure."""

import re
from datetime import date

from services.understanding.times import read_time

_WORDS = 4  # of which a day and time is made at most
_TO = re.compile(r"(?:^|\s)(?:на|to|for)\s+(?=(.+))", re.IGNORECASE)


def names_wanted_time(words: str, today: date) -> bool:
    """Whether these words say to what day or time; what is said without "to" may be the day that no longer suits."""
    tails = (found[1].split()[:_WORDS] for found in _TO.finditer(" ".join(words.split())))
    return any(read_time(" ".join(tail[:upto]), today) is not None for tail in tails for upto in range(1, len(tail) + 1))
