"""A reading of the odometer as people type it: `98 500 км`, `98 тыс`, `74,300 km`. Pure."""

import re

_READING = re.compile(
    r"(?:пробег|одометр\w*|mileage|на одометре|сейчас|now|it'?s|:|-|\s)*(?P<figures>\d{1,3}(?:[ .,'\u00a0]\d{3})+|\d{1,7})"
    r"\s*(?P<thousands>тыс\w*\.?|тыщ\w*|т\.|к|k)?\s*(?:км\.?|km|kms|километр\w*|kilomet\w*)?[\s.!)]*",
    re.IGNORECASE,
)


def read_kilometres(typed: str) -> int | None:
    """Whole kilometres; None when the line says anything else."""
    match = _READING.fullmatch(typed.strip())
    if match is None:
        return None
    figures = int(re.sub(r"\D", "", match["figures"]))
    return figures * 1000 if match["thousands"] else figures
