"""Answering: own answers, laying aside, what is kept aside."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
