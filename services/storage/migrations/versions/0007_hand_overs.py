"""Hand-overs: hands counted, questions among colleagues."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
