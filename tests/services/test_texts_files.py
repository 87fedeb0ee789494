"""Everything people read: there in both languages, complete, short, and said well."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.requests.models import OUTCOMES
from services.texts import LANGUAGES, text
from tests.services.catalogue import SAMPLE, read

ROOT = Path(__file__).parent.parent.parent
KEY = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_SAYING = {"text", "plain", "without_keyboard", "menu", "tell_client"}
_NAMES_OF_LANGUAGES = {"command-language", "start-choose-language", "button-russian", "button-language"}


def _keys(language: str) -> dict[str, set[str]]:
    return {found.key: set(found.choices) for found in read(language)[0]}


def test_both_languages_have_the_same_texts_with_the_same_variables() -> None:
    russian, english = _keys("ru"), _keys("en")
    assert russian.keys() == english.keys()
    assert {key: names for key, names in russian.items() if names != english[key]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_readable_and_there_once(language: str) -> None:
    texts, junk = read(language)
    assert junk == []
    names = [found.key for found in texts]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_renders_with_every_choice_and_fits_a_phone(language: str) -> None:
    for found in read(language)[0]:
        for arguments in found.arguments():
            said = text(language, found.key, **arguments)
            assert 0 < len(said) <= 900, found.key
            assert said == said.strip(), found.key
            assert "  " not in said.replace("\n    ", "\n"), found.key
            assert "{" not in said, found.key
            assert "None" not in said, found.key


def test_english_is_english_and_russian_is_polite() -> None:
    for found in read("en")[0]:
        if found.key not in _NAMES_OF_LANGUAGES:
            given = {name: "Leeds" if values[0] == SAMPLE else values[0] for name, values in found.choices.items()}
            assert not re.search(r"[а-яё]", text("en", found.key, **given), re.IGNORECASE), found.key
    for found in read("ru")[0]:
        said = text("ru", found.key, **next(found.arguments()))
        assert not re.search(r"\b(ты|тебе|тебя|твой|твоя|твои)\b", said, re.IGNORECASE), found.key
        assert "..." not in said, found.key


@pytest.mark.parametrize(
    ("key", "name", "forms"),
    [
        (
            "staff-told-lapsed",
            "minutes",
            {1: "1 минуту", 2: "2 минуты", 5: "5 минут", 11: "11 минут", 21: "21 минуту", 112: "112 минут"},
        ),
        (
            "console-waiting",
            "count",
            {1: "1 обращение", 3: "3 обращения", 5: "5 обращений", 12: "12 обращений", 22: "22 обращения"},
        ),
        ("console-unanswered", "count", {1: "1 сообщение", 4: "4 сообщения", 14: "14 сообщений", 31: "31 сообщение"}),
        ("refused-rate-limited", "minutes", {1: "1 минуту", 2: "2 минуты", 15: "15 минут"}),
    ],
)
def test_russian_counts(key: str, name: str, forms: dict[int, str]) -> None:
    for number, form in forms.items():
        assert re.search(rf"(?<!\d){form}\b", text("ru", key, **{name: number})), (key, number)


def test_every_key_in_the_code_exists() -> None:
    known = _keys("ru")
    missing = [f"{place}: {pattern}" for place, pattern in _said() if not any(re.fullmatch(pattern, key) for key in known)]
    assert missing == []


def _said() -> Iterator[tuple[str, str]]:
    """Places in Python where something is said, with a pattern of the keys it may mean."""
    for area in ("bot", "handlers", "schedules", "services"):
        for path in (ROOT / area).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in _SAYING:
                    for argument in node.args:
                        if pattern := _pattern(argument):
                            yield f"{path.relative_to(ROOT)}:{node.lineno}", pattern


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _pattern(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return re.escape(argument.value) if KEY.fullmatch(argument.value) else None
    if isinstance(argument, ast.JoinedStr) and any(
        isinstance(part, ast.Constant) and "-" in str(part.value) for part in argument.values
    ):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9-]+" for part in argument.values
        )
    return None


def test_every_key_in_the_consoles_pages_exists() -> None:
    known = _keys("ru")
    pages = (ROOT / "handlers/web/console/templates").rglob("*.html")
    said = [
        (page.name, *found)
        for page in pages
        for found in re.findall(r"\bt\('([a-z0-9-]+)'( ~)?", page.read_text(encoding="utf-8"))
    ]
    missing = [
        f"{page}: {key}"
        for page, key, more in said
        if not (f"console-{key}" in known or (more and any(name.startswith(f"console-{key}") for name in known)))
    ]
    assert missing == []


def test_every_refusal_can_be_told() -> None:
    raised: set[str] = set()
    for path in (*(ROOT / "services").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")):
        raised |= set(re.findall(r"Refused\(\s*\"([a-z-]+)\"", path.read_text(encoding="utf-8")))
    assert {code for code in raised if f"refused-{code}" not in _keys("ru")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_farewell_that_asks_for_a_mark_only_when_there_are_buttons(language: str, outcome: str) -> None:
    key = f"closed-{outcome.replace('_', '-')}"
    assert "5" not in text(language, key, number="12", ask="no")
    assert "№ 12" in text(language, key, number="12", ask="yes")
