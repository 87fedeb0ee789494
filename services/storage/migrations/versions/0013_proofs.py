"""Who says that a phone is the client's; one place for what a repeat is; handing out with less to do."""

from pathlib import Path

from services.storage.migrations.script import run_sql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """The statements stand beside this file as plain SQL."""
    run_sql(Path(__file__).with_suffix(".sql"))
