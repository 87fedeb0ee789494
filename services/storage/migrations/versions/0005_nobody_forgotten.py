"""Nobody forgotten: clocks, what was missed and made good, notices to staff, withdrawal, overload."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
