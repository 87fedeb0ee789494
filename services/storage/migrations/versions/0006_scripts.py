"""Scripts: what is asked, known and required, and what came of it."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
