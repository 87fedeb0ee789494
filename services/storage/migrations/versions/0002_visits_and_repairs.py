"""Catalogue, garage, visits, reminders, repair and parts orders, typical answers."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create every table; the statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
