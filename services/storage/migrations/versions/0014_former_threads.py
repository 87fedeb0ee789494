"""Where a request was shown in a group before, or by mistake."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
