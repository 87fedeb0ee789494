"""Figures and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Entry = dict[str, Any]
"""A target's line in the JSON: ratio, target, ok, and what else is worth keeping."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies; 0 for nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Ratio:
    """Of two things measured in turns: the median of the rounds' ratios, the least and the greatest."""

    mid: float
    low: float
    high: float

    @classmethod
    def of(cls, ours: Sequence[float], anchor: Sequence[float]) -> "Ratio":
        """Round by round."""
        rounds = [a / b if b else 0.0 for a, b in zip(ours, anchor, strict=True)]
        return cls(median(rounds), min(rounds), max(rounds))

    def __str__(self) -> str:
        return f"{self.mid:.2f} [{self.low:.2f}-{self.high:.2f}]"

    def entry(self, *, least: float | None = None, most: float | None = None, **more: Any) -> Entry:
        """As JSON, held against the target."""
        target = least if least is not None else most
        ok = self.mid >= least if least is not None else most is None or self.mid <= most
        return {
            "ratio": round(self.mid, 3), "target": target, "ok": ok,
            "min": round(self.low, 3), "max": round(self.high, 3), **more,
        }  # fmt: skip


def spread(values: Sequence[float], digits: int = 0) -> str:
    """`median [least-greatest]`."""
    return f"{median(values):.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *notes: str) -> None:
    """Print a table: the first column to the left, the others to the right; then notes."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    print(f"\n{title}")
    for row in [head, ["-" * width for width in widths], *rows]:
        print(
            "  " + row[0].ljust(widths[0]) + "".join("  " + cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))
        )
    for note in notes:
        print(f"  {note}")
