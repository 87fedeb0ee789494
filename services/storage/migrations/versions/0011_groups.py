"""Agents in a Telegram group."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
