"""Tags of requests."""

from pydantic import BaseModel


class Tag(BaseModel):
    """A tag; the name in the caller's language. `unit`: only for requests of this unit."""

    code: str
    name: str
    unit: str | None
    active: bool


class Tags(BaseModel):
    """All of them."""

    items: list[Tag]
    next: str | None
