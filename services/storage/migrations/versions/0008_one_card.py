"""One card: likely duplicates, merges and their undo, repeats, tags, qualification."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
