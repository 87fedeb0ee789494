"""Latin names for addresses and codes."""

import re

_LETTERS = dict(
    zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch",
         "sh", "shch", "", "y", "", "e", "yu", "ya"), strict=True)
)  # fmt: skip


def slug(words: str) -> str:
    """`Москва, Север` → `moskva-sever`; at most 32 characters."""
    latin = "".join(_LETTERS.get(letter, letter) for letter in words.lower())
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:32].strip("-")
