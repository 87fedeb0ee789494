"""Loading aiogram without building the 400 validators that nobody asks for.

Its package makes one for every type and every method of the Bot API when it is imported: three seconds and 80 MiB. What comes in is
one type, `Update`, whose validator holds all it needs of the others; what goes out is not made of aiogram's methods here. So the
models are left as pydantic leaves any model that names another one not yet known: it builds them when they are first used.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

_REBUILD = "model_rebuild"


def load_aiogram() -> None:
    """Import aiogram, with `Update` and `Chat` ready for use. Does nothing when it is imported already.

    To be called before anything that imports aiogram, and while no other thread makes pydantic models.
    """
    if "aiogram" in sys.modules:
        return
    with _later() as known:
        types, methods = (importlib.import_module(f"aiogram.{name}") for name in ("types", "methods"))
    for holder in (types, methods):
        for name in holder.__all__:
            model = getattr(holder, name)
            if isinstance(model, type) and issubclass(model, BaseModel) and not model.__pydantic_complete__:
                model.__pydantic_parent_namespace__ = known  # where pydantic looks for names when it builds a model later
    for model in (types.Update, types.Chat):
        model.model_rebuild()


@contextmanager
def _later() -> Iterator[dict[str, Any]]:
    """Inside, aiogram's types are not built; the names they would have been given for it are collected."""
    known: dict[str, Any] = {}
    rebuild = BaseModel.__dict__[_REBUILD]

    def remember(cls: type[Any], /, *, _types_namespace: dict[str, Any] | None = None, **how: Any) -> bool | None:
        if _types_namespace is None or not cls.__module__.startswith("aiogram.types."):
            built: bool | None = rebuild.__func__(cls, _types_namespace=_types_namespace, **how)
            return built
        known.update(_types_namespace)
        return None

    setattr(BaseModel, _REBUILD, classmethod(remember))
    try:
        yield known
    finally:
        setattr(BaseModel, _REBUILD, rebuild)
