"""What a person reads: numbers that are right, in both languages, on a page that everybody can read."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.simulation.figures import Contact, Figures, Load, MissedClock, Waits, percentile
from bot.simulation.pictures import page
from bot.simulation.report import report
from bot.simulation.tables import Run
from tests.axe import flaws
from tests.simulation.conftest import small

CHANGE = {"name": "ещё один", "agents": {"front": 1}}


def _contacts(minutes: Sequence[float | None], promised: float = 10) -> list[Contact]:
    return [
        Contact("booking", "north" if at % 2 else "south", one, one, None if one is None else one <= promised)
        for at, one in enumerate(minutes)
    ]


def _figures(minutes: Sequence[float | None]) -> Figures:
    return Figures(
        days=1, contacts=_contacts(minutes), missed=[MissedClock("first_answer", 1234, 1200, 56, 7.25)],
        events={"request.lapsed": 3}, states={"queued": 2, "unowned": 1},
        agents=[
            Load("front.1", "front", 8.0, 4.0, 30, 40, 5), Load("front.2", "front", 8.0, 8.4, 20, 25, 3),
            Load("late.1", "late", 0, 0, 0, 0, 0),
        ],
        queue=[(at / 2, at) for at in range(48)],
    )  # fmt: skip


def _runs() -> tuple[list[Run], Run]:
    plan = small(compare=[CHANGE])
    base = Run("", plan, _figures([*range(1, 20), None]))
    return [base, Run("ещё один", plan, _figures([*range(1, 11)] * 2))], base


def _line(said: str, begins: str) -> list[str]:
    return [cell for cell in next(line for line in said.splitlines() if line.startswith(begins)).strip(" ").split(" ") if cell]


def test_percentiles_are_waits_that_somebody_had() -> None:
    assert [percentile(range(1, 101), percent) for percent in (50, 90, 99)] == [50, 90, 99]
    assert [percentile([3.0], percent) for percent in (50, 90, 99)] == [3.0] * 3
    assert percentile([], 50) == 0.0


def test_who_still_waits_counts_as_late_only_when_it_is() -> None:
    contacts = [
        Contact("other", "x", 1, 1, True), Contact("other", "x", None, None, False), Contact("other", "x", None, None, None),
    ]  # fmt: skip
    assert Waits.of(contacts) == Waits(3, 2, 1, 1, 1, 0.5)


def test_the_report_says_what_the_figures_say() -> None:
    runs, base = _runs()
    said = report("ru", "small.toml", runs, base)
    assert _line(said, "Все ") == ["Все", "20", "52,6\u00a0%", "10,0", "18,0", "19,0", "1"]
    assert _line(said, "Север ")[1:3] == ["10", "55,6\u00a0%"]
    assert _line(said, "первый ответ ")[2:] == ["1\u00a0234", "56", "1\u00a0200", "7,2"]
    assert _line(said, "команда front") == ["команда", "front", "16,0", "77,5\u00a0%", "50", "65", "5"]
    assert _line(said, "  front.2")[1:3] == ["8,0", "105,0\u00a0%"]
    assert _line(said, "  late.1")[2] == "0,0\u00a0%"
    assert _line(said, "ещё один")[2:4] == ["100,0", "(+47,4)"]
    english = report("en", "small.toml", runs, base)
    assert _line(english, "first answer ")[2:] == ["1,234", "56", "1,200", "7.2"]
    assert _line(english, "All ")[1:3] == ["20", "52.6\u00a0%"]


def test_no_line_is_wider_than_a_wide_terminal() -> None:
    runs, base = _runs()
    assert (
        max(len(line) for language in ("ru", "en") for line in report(language, "small.toml", runs, base).splitlines()) <= 140
    )


@pytest.mark.browser
@pytest.mark.one_look
@pytest.mark.parametrize(("language", "width", "scheme"), [("ru", 360, "dark"), ("ru", 1920, "light"), ("en", 768, "light")])
async def test_the_page_can_be_read_by_everybody(chrome, tmp_path: Path, language: str, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    runs, base = _runs()
    file = tmp_path / "simulation.html"
    plan = "docs/examples/the-week-of-a-chain-with-a-very-long-name.toml"
    file.write_text(page(language, plan, runs, base), encoding="utf-8")
    window = await chrome.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        await window.goto(file.as_uri())
        assert await flaws(window) == []
        assert await window.evaluate("document.documentElement.scrollWidth") <= width
        assert await window.locator("svg[role=img]").count() == 5
    finally:
        await window.close()
