"""The main road: inbox, outbox, people, staff, requests, conversation, events."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table; the statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
