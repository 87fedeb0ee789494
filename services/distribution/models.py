"""How requests are handed out in a unit, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WEEK = 7 * 24 * 60
YEAR = 365 * 24 * 60


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts beside the wait, in minutes of waiting: a claim that counts 30 stands where one who has waited 30 minutes longer does.

    `types` by request type, `tiers` by client tier in small letters (P4), `law` for somebody who speaks of the law, `returned` for each
    time that the request came back from who led it. `promise`: a promise counts as if the client had waited since so many minutes before
    it falls due; `deadline`: the same for the next answer, None: not at all. Danger is no weight: it goes before everything.
    """

    types: Mapping[str, int] = field(default_factory=dict)
    tiers: Mapping[str, int] = field(default_factory=dict)
    law: int = YEAR
    returned: int = 0
    promise: int = 0
    deadline: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As the schema's `standing()` reads them."""
        return {
            "types": dict(self.types), "tiers": dict(self.tiers), "law": self.law, "returned": self.returned, "promise": self.promise,
            "deadline": self.deadline,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one unit; `unit_id` None: of the chain, for the units that have none of their own. Times in minutes.

    `reservation_minutes`: how long a returning request is kept for who led it (None: the setting's); `matter_minutes`: how long a new
    request is kept for who leads another matter of the same client (G1; 0: not at all); `rest_minutes`: how long a request that somebody
    gave back does not come to them again.
    """

    unit_id: int | None
    weights: Weights
    reservation_minutes: int | None = None
    matter_minutes: int = 0
    rest_minutes: int = 60
