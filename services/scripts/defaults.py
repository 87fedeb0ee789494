"""The scripts that hold where nobody has written any. Their words are in `texts/*/scripts.ftl`."""

from functools import cache

from services.scripts.models import Field, Kind, Next, Result, Script, Spoken
from services.texts import LANGUAGES, has_text, text

# Code, kind, and whether the bot asks (`?`). None is required of every closing: programs that close with an outcome and a summary go on
# doing so; what a result needs stands in `_NEEDS`.
_What = tuple[str, Kind, str]
_VEHICLE: _What = ("vehicle", "vehicle", "?")
_ORDER: _What = ("order", "order", "?")
_TROUBLE: tuple[_What, ...] = (
    _VEHICLE, ("happened", "long", "?"), ("since", "since", "?"), ("order", "order", "?"), ("mileage", "mileage", "?"),
    ("photo", "photo", "?"),
)  # fmt: skip
_FIELDS: dict[str, tuple[_What, ...]] = {
    "booking": (_VEHICLE, ("when", "text", "?")),
    "reschedule": (_VEHICLE, ("when", "text", "?")),
    "repair_status": (_VEHICLE, ("order", "order", "")),
    "order_eta": (_ORDER,),
    "order_support": (_ORDER,),
    "parts_selection": (_VEHICLE, ("vin", "vin", "?"), ("parts", "parts", "?"), ("phone", "phone", "?")),
    "warranty": (*_TROUBLE, ("vin", "vin", "")),
    "claim": _TROUBLE,
    "price": (_VEHICLE, ("works", "long", "?")),
    "callback": (("phone", "phone", "?"), ("when", "text", "?")),
    "other": (),
}
# Code, outcome, next step.
_COMMON: tuple[tuple[str, str, Next], ...] = (("unreached", "no_answer", "none"),)
_RESULTS: dict[str, tuple[tuple[str, str, Next], ...]] = {
    "booking": (("visit", "booked", "visit"), ("later", "answered", "promise"), ("no_time", "refused", "none")),
    "reschedule": (("moved", "booked", "visit"), ("cancelled", "solved", "none"), ("kept", "solved", "none")),
    "repair_status": (("told", "solved", "none"), ("asked_shop", "answered", "promise"), ("delayed", "answered", "none")),
    "order_eta": (("told", "solved", "none"), ("delayed", "answered", "promise")),
    "order_support": (("helped", "solved", "none"), ("asked", "answered", "promise")),
    "parts_selection": (
        ("ordered", "solved", "none"), ("visit", "booked", "visit"), ("thinking", "answered", "recommendation"),
        ("no_parts", "answered", "none"), ("expensive", "refused", "none"),
    ),
    "warranty": (
        ("check", "booked", "visit"), ("accepted", "solved", "none"), ("declined", "answered", "none"), ("disagrees", "refused", "none"),
    ),
    "claim": (
        ("redone", "booked", "visit"), ("made_good", "solved", "none"), ("explained", "solved", "none"), ("disagrees", "refused", "none"),
    ),
    "price": (
        ("visit", "booked", "visit"), ("told", "answered", "none"), ("thinking", "answered", "recommendation"),
        ("expensive", "refused", "none"),
    ),
    "callback": (("talked", "solved", "none"), ("visit", "booked", "visit"), ("later", "answered", "promise")),
    "other": (("told", "answered", "none"), ("visit", "booked", "visit")),
}  # fmt: skip
# V9: no part is ordered, and none recognised as under warranty, for a car that nobody could name.
_NEEDS = {("parts_selection", "ordered"): ("vin",), ("warranty", "accepted"): ("vin",)}


@cache
def default_script(request_type: str) -> Script:
    """The default of this type; of a type nobody knows: one without fields and results."""
    fields = tuple(_field(request_type, *field) for field in _FIELDS.get(request_type, ()))
    results = tuple(_result(request_type, *result) for result in (*_RESULTS.get(request_type, ()), *_COMMON))
    return Script(request_type, None, fields, results)


def _field(request_type: str, code: str, kind: Kind, what: str) -> Field:
    ask = _words("ask", request_type, code) if "?" in what else {}
    return Field(code, kind, _words("label", request_type, code), ask)


def _result(request_type: str, code: str, outcome: str, following: Next) -> Result:
    needs = _NEEDS.get((request_type, code), ())
    return Result(code, outcome, _words("result", request_type, code), following, needs)


def _words(what: str, request_type: str, code: str) -> Spoken:
    """Those of the type, else those that all types share."""
    own, shared = f"script-{what}-{request_type}-{code}".replace("_", "-"), f"script-{what}-{code}".replace("_", "-")
    return {language: text(language, own if has_text(language, own) else shared) for language in LANGUAGES}
