"""A call of the API, its answer, and what a route is made of."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from services.desk import Desk
from services.errors import Refused
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.tx import Tx
from services.tokens import Token

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, for what. `query` is the route's query model, or None; `afterwards` is run once the effect is committed."""

    desk: Desk
    token: Token
    language: str
    http: web.Request
    query: Any = None
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The request number in the path; its form has been checked by the router."""
        return int(self.http.match_info["number"])

    @property
    def viewer(self) -> Viewer:
        """What the caller may see."""
        return self.token.viewer

    @property
    def staff(self) -> Staff:
        """The person the caller acts as. Raises Refused `forbidden` when it is a machine."""
        if self.token.staff is None:
            raise Refused("forbidden")
        return self.token.staff


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler says; `model` None: nothing but the status."""

    status: int
    model: BaseModel | None = None

    @property
    def body(self) -> bytes:
        """The JSON."""
        return self.model.model_dump_json().encode() if self.model is not None else b""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been received and lies in the store, not recorded yet."""

    public_id: str
    name: str
    size: int


Read = Callable[[Call], Awaitable[Answer | web.StreamResponse]]
Write = Callable[[Call, Tx, Any], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. `path` is relative to the API's root; exactly one of `read` and `write` is set.

    `answers`: status → model of the body (None: no JSON). `refuses`: error codes besides the general ones. `scopes` empty: anybody,
    without a token.
    """

    method: str
    path: str
    name: str
    summary: str
    scopes: frozenset[str]
    answers: Mapping[int, type[BaseModel] | None]
    refuses: tuple[str, ...] = ()
    read: Read | None = None
    write: Write | None = None
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    upload: bool = False

    @property
    def keyed(self) -> bool:
        """Whether an Idempotency-Key counts (contract: on every POST)."""
        return self.method == "POST"
