"""Words as people type them, made alike, so that they can be compared with those we know."""

from functools import cache

from services.texts import LANGUAGES, text

_ALIKE = str.maketrans({"ё": "е"} | dict.fromkeys("’‘ʼ`", "'"))  # telephones put curly apostrophes by themselves


def alike(words: str) -> str:
    """Lower case, ё as е, one kind of apostrophe, single spaces."""
    return " ".join(words.lower().translate(_ALIKE).split())


@cache
def vocabulary(key: str) -> frozenset[str]:
    """The words that a text lists between bars, of all languages, alike: people write in one language while the bot speaks another."""
    return frozenset(alike(word) for language in LANGUAGES for word in text(language, key).split("|"))


def as_a_word(typed: str) -> str:
    """What a message says that is nothing but a few words: alike, and without the dots and exclamation marks around them."""
    return alike(typed).strip(" .!")
