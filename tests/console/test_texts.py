"""Every word of the console exists in both languages."""

import re
from pathlib import Path

import pytest

from handlers.web.problems import STATUS
from services.requests.models import OUTCOMES, STATES, TYPES
from services.staff.models import ROLES, SHIFTS
from services.texts import LANGUAGES, has_text, text

ROOT = Path(__file__).parents[2]
TEXTS = {
    language: "".join(path.read_text() for path in sorted((ROOT / f"services/texts/{language}").glob("console*.ftl")))
    for language in LANGUAGES
}
CONSOLE = ROOT / "handlers/web/console"


def entries(language: str) -> dict[str, set[str]]:
    """Keys with the variables they use."""
    found = re.findall(r"^([a-z][a-z0-9-]*) =((?:.*\n)(?:[ }].*\n)*)", TEXTS[language], re.MULTILINE)
    return {key: set(re.findall(r"\$([a-z_]+)", body)) for key, body in found}


def test_both_languages_say_the_same() -> None:
    assert entries("ru") == entries("en")


def test_every_text_that_is_asked_for_exists() -> None:
    asked = set()
    for path in CONSOLE.rglob("*.html"):
        asked |= set(re.findall(r"\bt\('([a-z0-9-]+)'(?! ~)", path.read_text()))
    for path in CONSOLE.rglob("*.py"):
        asked |= set(re.findall(r"\bwords(?:_of\(request\))?\(\"([a-z0-9-]+)\"", path.read_text()))
    known = entries("ru")
    assert len(asked) > 100
    assert {key for key in asked if f"console-{key}" not in known} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_word(language: str) -> None:
    keys = [f"{kind}-{code.replace('_', '-')}" for kind, codes in (
        ("type", TYPES), ("state", STATES), ("outcome", OUTCOMES), ("role", ROLES), ("shift", SHIFTS),
        ("delivery", ("queued", "sent", "retry", "blocked", "failed", "maybe_twice", "no_channel")),
        ("problem", map(str, (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503))),
    ) for code in codes]  # fmt: skip
    assert [key for key in keys if not has_text(language, f"console-{key}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_explained(language: str) -> None:
    codes = set(STATUS) - {"internal", "method-not-allowed"}
    for path in ROOT.glob("services/**/*.py"):
        codes |= set(re.findall(r'Refused\("([a-z-]+)"', path.read_text()))
    assert [code for code in codes if not has_text(language, f"refused-{code}")] == []


def test_russian_plurals() -> None:
    said = {
        0: "Очередь пуста.", 1: "В очереди для вас 1 обращение.", 3: "В очереди для вас 3 обращения.",
        11: "В очереди для вас 11 обращений.", 21: "В очереди для вас 21 обращение.",
    }  # fmt: skip
    for count, words in said.items():
        assert text("ru", "console-waiting", count=count) == words
    assert text("en", "console-waiting", count=1) == "1 request is waiting for you."
    assert text("ru", "refused-rate-limited", minutes=2).endswith("Подождите 2 минуты.")
