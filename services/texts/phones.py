"""Telephone numbers as people read them, and as a phone still dials them."""

import phonenumbers

_RUSSIA = "+7"
_LENGTH = 12  # of a Russian number with its plus


def shown_phone(phone: str) -> str:
    """`+74951234501` → `+7 495 123-45-01`; other countries' as they are written there; what is no E.164 number stays as it is.

    With the plus and nothing but spaces and hyphens in it, Telegram makes it a number to tap (telegram.md §8.15).
    """
    if not phone.startswith("+"):
        return phone
    if phone.startswith(_RUSSIA) and len(phone) == _LENGTH:
        return f"+7 {phone[2:5]} {phone[5:8]}-{phone[8:10]}-{phone[10:]}"
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
