"""Phone numbers as callers write them."""

from services.clients.linking import require_phone
from services.clients.phones import normal_phone


def phone_of(typed: str) -> str:
    """E.164. Raises Refused `invalid` on `phone`."""
    return require_phone(typed, normal_phone(typed))
