"""Connections to PostgreSQL that break at any moment of any statement (goals I7)."""

import json

import pytest

from tests.crash.checks import verify
from tests.crash.conftest import MakeStage
from tests.crash.nest import ERRORS
from tests.crash.script import Script

pytestmark = pytest.mark.slow
CUTS = 8
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'priyomka%' AND datname = current_database()"


async def test_cut_connections_are_nobodys_fault(stages: MakeStage) -> None:
    """All sessions are ended again and again: nothing is lost, doubled or blamed, and nobody sees an error of ours."""
    stage = await stages()
    script = Script(stage, seed=7)
    await stage.run()
    async with script.running():
        for _ in range(CUTS):
            await script.goes_on(script.dice.randint(3, 30))
            await stage.rows(_CUT)
    verdict = await verify(script)
    assert not verdict.problems
    assert not verdict.copies.doubled, "the process lived, so it knew what it had sent"
    lines = (stage.home / "all" / ERRORS).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert not [entry for entry in entries if entry["level"] == "error"]
