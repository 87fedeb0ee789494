"""What callers send to lay a request aside, and answers that are more than words."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.web.api.forms import Body, Code, Moment, Opaque


class AsideForm(Body):
    """POST /requests/{number}/aside: it comes back at this moment, or when the client writes; at most 14 days ahead."""

    until: Moment
    reason: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None = None


class PieceForm(Body):
    """POST /requests/{number}/pieces: a `place` (of `unit`), the card of a `visit` or an `order` of this client's (by its `id`), or a
    `booking_link` (`unit` and `works`, at most 8). A client without Telegram gets no booking link: it is left in a note, and `delivery` is
    null."""

    kind: Literal["place", "visit", "order", "booking_link"]
    unit: Code | None = None
    id: Opaque | None = None
    works: Annotated[list[Code], Field(min_length=1, max_length=8)] | None = None
