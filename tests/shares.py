"""How `make test` divides the tests among its workers: by what they stand on, the long shares first.

Dealt out one by one, the conversations of tests/whole would make every worker start an emulator, two products and a fleet, which
cost more than most tests and go on costing until the session ends. So a share is what has its ground in common: a file, and of
tests/whole all that is held with the same product.
"""

from xdist.scheduler import LoadScopeScheduling

WHOLE = "tests/whole/"
FLEET = "tests/whole/test_fleet.py"  # has products of its own
WAYS = ("polling-ru", "webhook-en")
CRASH = "tests/crash/"  # one emulator, one chain to copy
# All of aiogram is built for these (tests/sandbox/conftest.py).
AIOGRAM = tuple(f"tests/sandbox/test_{name}.py" for name in ("clients", "group_clients", "group_fuzz", "models"))
# What takes long comes first, so that nobody is left alone with it at the end, which the many short files fill.
LONG = (
    "tests/whole/", "tests/console/test_look", "tests/console/test_settings_browser", "tests/setup/test_embedded",
    "tests/sandbox/test_own_bot", CRASH, "tests/console/", "tests/sandbox/", "tests/inout/", "tests/api/", "tests/setup/",
)  # fmt: skip


def share_of(nodeid: str) -> str:
    """The share that a test belongs to."""
    path = nodeid.partition("::")[0]
    if path.startswith(WHOLE) and path != FLEET:
        return next((way for way in WAYS if way in nodeid), path)
    if path.startswith(CRASH):
        return CRASH
    return AIOGRAM[0] if path in AIOGRAM else path


def turn_of(nodeid: str) -> int:
    """When the test's share is dealt out: the two products first."""
    share = share_of(nodeid)
    if share in WAYS:
        return -1
    return next((turn for turn, start in enumerate(LONG) if share.startswith(start)), len(LONG))


class Shares(LoadScopeScheduling):
    """xdist's `--dist loadscope` with these shares, in the order of the collection; the ids of tests stay what they are."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)
