"""Clients who never write again."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
