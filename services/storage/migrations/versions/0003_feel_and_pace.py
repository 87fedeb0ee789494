"""What the pace and the feel of things need."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
