"""Where the numbers of the board lead: each opens the list that it counts."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of lists, narrowed to the unit that is looked at (its code, empty: all) and, where it is asked for, to `today`."""

    unit: str
    today: str

    def requests(self, **chosen: str) -> str:
        """Requests, with these conditions (services/requests/board.py, Filters)."""
        return self._address("/console/requests", chosen)

    def missed(self, **chosen: str) -> str:
        """What was missed, with these conditions (services/watch/journal.py, Sought)."""
        return self._address("/console/missed", chosen)

    def missed_today(self, **chosen: str) -> str:
        """The same, of today."""
        return self.missed(since=self.today, until=self.today, **chosen)

    def _address(self, path: str, chosen: dict[str, str]) -> str:
        wanted = {name: value for name, value in ({"unit": self.unit} | chosen).items() if value}
        return f"{path}?{urlencode(wanted)}" if wanted else path
