"""Running a revision's plain SQL."""

from pathlib import Path

from alembic import op


def run_sql(path: Path) -> None:
    """Run all statements of a file in the migration's transaction, through the driver itself: it takes several at once."""
    script = path.read_text(encoding="utf-8")
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))  # type: ignore[union-attr]
