"""The next right request to the next right person: weights as data, routing classes, giving back."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
