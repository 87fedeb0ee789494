"""Fixtures for all tests, and which of them are the quick ones (`make fast`)."""

import gc
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shares import Shares, turn_of
from tests.ways import ONE, drawn

if TYPE_CHECKING:
    from xdist.remote import Producer

pytest_plugins = ["tests.servers", "tests.chrome"]
HERE = Path(__file__).parent
# Areas that start servers, whole programs, browsers or storms; `make fast` leaves them out, `make test` never does.
SLOW_AREAS = frozenset({"api", "console", "crash", "inout", "sandbox", "setup", "whole"})
GARBAGE = 20_000  # new objects between two looks for garbage, instead of 700
FAST = "not slow and not browser"


def pytest_configure(config: pytest.Config) -> None:
    """The marks. Ctrl-C reaches the programs that tests start, also where these were started in the background of a shell."""
    config.addinivalue_line(
        "markers", "one_look: held in one of its looks where each conversation is held in one way (WAYS=one)"
    )
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.disable()  # until all tests are loaded: that leaves no garbage, and looking for it is a fifth of the time that it takes


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make fast` does not even load the slow areas: their imports take longer than all the quick tests."""
    return True if config.option.markexpr == FAST and _in_slow_area(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is slow by where it lives; what is divided among workers is put in the order of its turns."""
    if ONE:
        others = _other_looks(items)
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]
    for item in items:
        if _in_slow_area(item.path):
            item.add_marker(pytest.mark.slow)
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> Shares | None:
    """`--dist loadscope` deals out our shares."""
    if config.option.dist != "loadscope":
        return None
    config.option.loadscopereorder = False
    return Shares(config, log)


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: without this, looking through it for garbage takes a fifth of the tests' own time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)
    gc.enable()


def _other_looks(items: list[pytest.Item]) -> set[pytest.Item]:
    looks: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("one_look"):
            looks.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return {item for name, those in looks.items() for item in those if item is not those[drawn(name, len(those))]}


def _in_slow_area(path: Path) -> bool:
    return path != HERE and path.is_relative_to(HERE) and path.relative_to(HERE).parts[0] in SLOW_AREAS
