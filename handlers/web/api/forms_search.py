"""What callers of the search send."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.web.api.forms import Code, ListQuery, Login, RequestState, RequestType
from handlers.web.api.forms_booking import QueryMoment

_LONGEST = 5000  # characters; only the beginning of a long line is looked for


class SearchQuery(ListQuery):
    """GET /search. `q`: words, "phrases", -excluded words, phones, plates, VINs, numbers of requests and orders.

    `said`: whose words; `from`, `to`: when the request came; `order`: the newest requests first, or the best of the newest 200 that match.
    """

    q: Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    unit: Code | None = None
    type: RequestType | None = None
    agent: Login | None = None
    tag: Code | None = None
    state: RequestState | None = None
    outcome: Code | None = None
    said: Literal["in", "out", "note"] | None = None
    files: Literal["yes"] | None = None
    since: Annotated[QueryMoment | None, Field(alias="from")] = None
    until: Annotated[QueryMoment | None, Field(alias="to")] = None
    order: Literal["newest", "relevance"] = "newest"
    after: Annotated[str, Field(pattern=r"^r?[0-9]{1,18}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20
