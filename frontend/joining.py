"""A page's scripts as one file and its styles as another: asking for dozens of files takes a browser longer than drawing the page.

The files stay plain ES modules and are served as such too; what is joined is their text, module by module, nothing else.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r"""^import (?:\{([^}]*)\}|\* as (\w+)) from ["']\./([\w-]+)\.js["'];$""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@cache
def joined_modules(folder: Path, first: str) -> str:
    """One module that does what `first` and all it imports do, each in a scope of its own, in the order in which they would run.

    Raises `ValueError` on a cycle and on an import or export of another kind than named imports of a neighbour, `* as`, and
    exported functions, classes and constants: a variable that changes would not change where it was imported.
    Joined once in a process, however many applications it serves.
    """
    done: dict[str, str] = {}
    _join(folder, first, done, ())
    return "\n".join(done.values())


def joined_styles(folder: Path, names: Iterable[str]) -> str:
    """The sheets in this order; what they name by a relative address stays beside them."""
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in names)


def _join(folder: Path, name: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    if name in done:
        return
    if name in above:
        raise ValueError(f"modules import each other: {' → '.join((*above, name))}")
    text = (folder / f"{name}.js").read_text(encoding="utf-8")
    for _, _, other in _IMPORT.findall(text):
        _join(folder, other, done, (*above, name))
    done[name] = _scoped(name, text)


def _scoped(name: str, text: str) -> str:
    given = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(_taken, text))
    if other := _OTHER.search(body):
        raise ValueError(f"{name}.js: cannot be joined: {other[0]}")
    return f"// {name}.js\nconst {_scope(name)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();"


def _taken(found: re.Match[str]) -> str:
    names, whole, module = found.groups()
    return f"const {whole} = {_scope(module)};" if whole else f"const {{{names.replace(' as ', ': ')}}} = {_scope(module)};"


def _scope(name: str) -> str:
    return f"module_{name.replace('-', '_')}"
