"""Phone numbers: E.164 or nothing."""

import re

import phonenumbers

_DEFAULT_REGION = "RU"
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def normal_phone(typed: str) -> str | None:
    """What a person typed: `8 912 345-67-89` → `+79123456789`; None when it is no possible number with its area code."""
    if typed.strip().startswith("+"):
        return _normal(typed)
    return _normal(typed) or contact_phone(typed)


def contact_phone(given: str) -> str | None:
    """The number of a Telegram contact: always international, with or without `+`.

    Never read as a Russian one by its length: `4512345678` is Danish, and the card of `+74512345678` is somebody else's.
    """
    return _normal("+" + "".join(ch for ch in given if ch.isdigit()))


def _normal(candidate: str) -> str | None:
    try:
        number = phonenumbers.parse(candidate, _DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    whole = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return normal if whole and _E164.fullmatch(normal) else None
