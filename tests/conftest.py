"""Fixtures for all tests, and which of them are the quick ones (`make fast`)."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.servers"]
HERE = Path(__file__).parent
# Areas that start servers, whole programs, browsers or storms; `make fast` leaves them out, `make test` never does.
SLOW_AREAS = frozenset({"api", "console", "crash", "inout", "sandbox", "setup", "whole"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by where it lives."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in SLOW_AREAS:
            item.add_marker(pytest.mark.slow)
