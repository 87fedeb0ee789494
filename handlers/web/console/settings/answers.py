"""Typical answers: what the chain says often, agreed on once."""

from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, reader_of_settings, saving
from handlers.web.keys import desk_of
from services.answers import (
    AnswerData,
    add_answer,
    answer_to_edit,
    answers_to_edit,
    change_answer,
    remove_answer,
    uses,
    variable_names,
)
from services.catalog.models import in_language
from services.editing import fingerprint
from services.requests.models import TYPES
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units.editing import units_to_edit


async def list_page(request: web.Request) -> web.StreamResponse:
    """All that hold where this person works."""
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        rows = await answers_to_edit(reader, staff)
        given = await uses(reader, words.now)
        names = {row["id"]: in_language(row["name"], words.language) for row in await units_to_edit(reader, staff)}
    lines = [
        row | {"shown": in_language(row["title"], words.language), "words": in_language(row["body"], words.language),
               "where": names.get(row["unit_id"], ""), "given": given.get(row["id"], 0)}
        for row in rows
    ]  # fmt: skip
    return frame.page(request, "answers", "answers", answers=lines)


async def new_page(request: web.Request) -> web.StreamResponse:
    """An empty answer."""
    return await _new(request)


async def _new(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff = reader_of_settings(request)
    async with desk_of(request).db.read() as reader:
        choices = await _choices(reader, request, staff)
    stored = Fields({"active": "on", "position": "100", "unit": frame.first_choice(choices)})
    return frame.page(request, "answer", "answers", wrong, forms={"main": stored}, answer=None, **choices)


async def _choices(reader: Reader, request: web.Request, staff: Staff) -> dict[str, Any]:
    chosen = await frame.unit_choices(reader, request, staff)
    return chosen | {"types": TYPES, "variables": variable_names(words_of(request).language)}


async def answer_page(request: web.Request) -> web.StreamResponse:
    """One of them."""
    return await _answer(request)


async def _answer(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        row = await answer_to_edit(reader, staff, int(request.match_info["id"]))
        choices = await _choices(reader, request, staff)
        codes = {unit["id"]: unit["code"] for unit in await units_to_edit(reader, staff)}
    stored = Fields(
        frame.spoken_fields("title", row["title"]) | frame.spoken_fields("body", row["body"])
        | {"type": row["type"] or "", "unit": codes.get(row["unit_id"], ""), "position": str(row["position"]), "seen": fingerprint(row)}
        | ({"active": "on"} if row["active"] else {})
    )  # fmt: skip
    title = in_language(row["title"], words.language)
    return frame.page(request, "answer", "answers", wrong, forms={"main": stored}, answer=row, title=title, **choices)


def _data(form: Form) -> AnswerData:
    return AnswerData(
        frame.spoken_in(form, "title"), frame.spoken_in(form, "body"), form["type"], form["unit"], form["position"] or 100,
        bool(form["active"]),
    )  # fmt: skip


async def _add(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    await add_answer(tx, staff, _data(form))
    return f"{HOME}/answers?done=added"


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    await change_answer(tx, staff, int(request.match_info["id"]), _data(form), seen=form.optional("seen"))
    return f"{HOME}/answers?done=saved"


async def _remove(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    await remove_answer(tx, staff, int(request.match_info["id"]))
    return f"{HOME}/answers?done=removed"


add, save, remove = saving(_add, _new), saving(_save, _answer), saving(_remove, _answer, "remove")
