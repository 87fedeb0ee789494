"""What is fetched at set-up is pinned, and the product needs nothing beyond it."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot.settings import CHECKOUT

OURS = ("bot", "frontend", "handlers", "schedules", "services", "sandbox")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> set[str]:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def imported(file: Path) -> set[str]:
    """Top-level names of what a file imports."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", OURS)
def test_the_product_imports_only_what_make_run_installs(package: str) -> None:
    """A tool of the developers' lock would be missing on a fresh machine."""
    distributions = packages_distributions()
    available = locked("requirements.lock")
    for file in (CHECKOUT / package).rglob("*.py"):
        for name in imported(file) - sys.stdlib_module_names - set(OURS):
            providers = {normal(found) for found in distributions.get(name, [])}
            assert providers & available, f"{file.relative_to(CHECKOUT)} imports {name}, not in requirements.lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_have_hashes_and_no_addresses(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (CHECKOUT / lock).read_text(encoding="utf-8").strip())
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", entry, re.DOTALL), entry[:80]
        assert "//" not in entry


def test_the_lock_of_the_front_end_has_hashes_and_no_addresses() -> None:
    packages = json.loads((CHECKOUT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_runtime_and_developers_locks_agree() -> None:
    runtime = pins("requirements.lock")
    developers = pins("requirements-dev.lock")
    assert {name: developers.get(name) for name in runtime} == runtime


def pins(lock: str) -> dict[str, str]:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))
