"""What every page of the settings has: the list of sections, and a form that comes back as it was typed when it cannot be saved."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.once import carried_out
from handlers.web.console.pages import render, words_of
from handlers.web.problems import STATUS
from services.catalog.models import in_language
from services.errors import Refused
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain, sees_audit, sees_settings
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import LANGUAGES
from services.units.editing import units_to_edit

HOME = "/console/settings"
# What may stand in ?done= after a redirect.
_DONE = frozenset({"added", "saved", "removed", "left", "returned", "usual", "blocked", "unblocked", "as-chain", "as-usual"})


@dataclass(frozen=True, slots=True)
class Fields:
    """A form on the page: what stands in it and what is wrong with it. `action` tells forms of one page apart."""

    values: dict[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    status: int = 200
    action: str = "main"

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def __contains__(self, name: object) -> bool:
        return name in self.values


Act = Callable[[Tx, web.Request, Staff, Form], Awaitable[str]]
Show = Callable[[web.Request, Fields], Awaitable[web.StreamResponse]]


def saving(act: Act, show: Show, action: str = "main") -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that carries a form out and goes on to where `act` says; what was refused is shown again by `show`."""

    async def handler(request: web.Request) -> web.StreamResponse:
        form = form_of(request)

        async def again(request: web.Request, refused: Refused) -> web.StreamResponse:
            return await show(request, failed(request, refused, action))

        return await carried_out(request, lambda tx: act(tx, request, staff_of(request), form), again)

    return handler


def failed(request: web.Request, refused: Refused, action: str = "main") -> Fields:
    """The form as it was typed, with what is wrong beside each field."""
    words = words_of(request)
    mistakes = words.mistakes(refused)
    why = words("set-mistakes", count=len(mistakes)) if mistakes else words.refusal(refused)
    return Fields(form_of(request).values, mistakes, why, STATUS.get(refused.code, 409), action)


def page(
    request: web.Request, template: str, section: str, wrong: Fields | None = None, /, *, forms: Mapping[str, Fields] | None = None,
    **context: Any,
) -> web.Response:  # fmt: skip
    """A page of the settings. `forms` are its forms as stored, by name; `wrong` takes the place of the one that came back.

    Raises Refused `not-found` where there are no settings for this person.
    """
    staff = staff_of(request)
    if not (sees_settings(staff) or (section == "audit" and sees_audit(staff))):
        raise Refused("not-found")
    shown = {
        name: _come_back(wrong, stored) if wrong and wrong.action == name else stored for name, stored in (forms or {}).items()
    }
    done = request.query.get("done", "")
    return render(
        request, f"settings/{template}.html", status=wrong.status if wrong else 200, section=section, sections=sections(staff),
        forms=shown, stray=_stray(wrong) if wrong and wrong.action not in shown else "", done=done if done in _DONE else "",
        languages=LANGUAGES, chain_editor=edits_chain(staff), **context,
    )  # fmt: skip


def _stray(wrong: Fields) -> str:
    """What is told at the top, where the form itself is not on the page."""
    return " ".join(wrong.mistakes.values()) or wrong.why


def _come_back(wrong: Fields, stored: Fields) -> Fields:
    """Who has been told that somebody else changed it meanwhile may save over that with the next press."""
    return replace(wrong, values=wrong.values | {"seen": stored["seen"]}) if "seen" in wrong.mistakes else wrong


def sections(staff: Staff) -> list[tuple[str, str]]:
    """Name and address of the sections for this person."""
    all_of_them = ["overview", "chain", "units", "works", "staff", "distribution", "watch", "scripts", "answers", "tags"]
    names = all_of_them if sees_settings(staff) else []
    if not edits_chain(staff) and names:
        names.remove("chain")
    return [(name, HOME if name == "overview" else f"{HOME}/{name}") for name in (*names, "audit")]


def reader_of_settings(request: web.Request) -> Staff:
    """Who looks. Raises Refused `not-found` where there are no settings for them."""
    staff = staff_of(request)
    if not sees_settings(staff):
        raise Refused("not-found")
    return staff


def editor_of_chain(request: web.Request) -> Staff:
    """Who changes what all units share. Raises Refused `not-found`, `forbidden`."""
    staff = reader_of_settings(request)
    demand(edits_chain(staff))
    return staff


def spoken_in(form: Form, name: str) -> dict[str, str]:
    """A text per language from its fields."""
    return {language: form[f"{name}.{language}"] for language in LANGUAGES}


def spoken_fields(name: str, texts: Mapping[str, str] | None) -> dict[str, str]:
    """And back."""
    return {f"{name}.{language}": words for language, words in (texts or {}).items()}


def chosen_in(form: Form, group: str) -> list[str]:
    """The codes ticked in a group of boxes."""
    return [name.removeprefix(f"{group}.") for name in form.values if name.startswith(f"{group}.")]


def chosen_fields(group: str, codes: Any) -> dict[str, str]:
    """And back."""
    return {f"{group}.{code}": "on" for code in codes}


async def unit_choices(reader: Reader, request: web.Request, staff: Staff) -> dict[str, Any]:
    """Where something may hold that is for every unit or one: `units` (code, name), and whether `everywhere` is theirs to choose."""
    language = words_of(request).language
    units = [(row["code"], in_language(row["name"], language)) for row in await units_to_edit(reader, staff)]
    return {"units": units, "everywhere": edits_chain(staff)}


def first_choice(choices: dict[str, Any]) -> str:
    """The unit that a new one begins with; empty: every unit."""
    return "" if choices["everywhere"] or not choices["units"] else str(choices["units"][0][0])
