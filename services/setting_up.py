"""How far a chain has been set up: what is missing before a client can book."""

from dataclasses import dataclass

from services.storage.reader import Reader


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of setting up, each done or not; `bare` are codes of units without bays or without technicians."""

    named: bool
    units: int
    bare: tuple[str, ...]
    works: int
    bookable: int
    agents: int

    @property
    def done(self) -> bool:
        """Whether clients can book and somebody answers."""
        return bool(self.named and self.units and not self.bare and self.bookable and self.agents)

    @property
    def next(self) -> str:
        """The first step that is not done: chain, units, resources, works, staff, or nothing."""
        steps = (
            ("chain", self.named), ("units", self.units), ("resources", self.units and not self.bare), ("works", self.bookable),
            ("staff", self.agents),
        )  # fmt: skip
        return next((name for name, done in steps if not done), "")


async def progress(reader: Reader) -> Progress:
    """Read in one statement."""
    row = await reader.row(
        "SELECT EXISTS (SELECT FROM setting WHERE key = 'chain_name') AS named, "
        "(SELECT count(*) FROM unit WHERE active) AS units, "
        "ARRAY(SELECT code FROM unit u WHERE active AND (SELECT count(DISTINCT kind) FROM resource r WHERE r.unit_id = u.id AND r.active) "
        "< 2 ORDER BY code) AS bare, "
        "(SELECT count(*) FROM work WHERE active) AS works, (SELECT count(*) FROM work WHERE active AND bookable) AS bookable, "
        "(SELECT count(*) FROM staff WHERE active AND role = 'agent') AS agents"
    )
    assert row is not None  # noqa: S101 - a SELECT without FROM always has a row
    return Progress(row["named"], row["units"], tuple(row["bare"]), row["works"], row["bookable"], row["agents"])
