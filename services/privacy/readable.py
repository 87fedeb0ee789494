"""The same as a page a person can read: one HTML document without anything from elsewhere, every text escaped."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from services.privacy.collecting import Data
from services.texts import clock_time, date_words, text

SECTIONS = (
    "phones",
    "vehicles",
    "visits",
    "repair_orders",
    "parts_orders",
    "requests",
    "consents",
    "reminders",
    "follow_ups",
    "switches",
    "chats",
    "merges",
    "kept_aside",
)
# Values that are words of ours, not of people: shown translated.
_WORDS = frozenset(
    {"kind", "status", "state", "type", "direction", "outcome", "source", "why", "language", "telegram_language", "cancelled_by", "danger",
     "decision", "verified_by"}
)  # fmt: skip
_STYLE = (
    "body{font:16px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b2530;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}section article{border:1px solid #d5dde5;border-radius:.5rem;"
    "padding:.6rem .9rem;margin:.6rem 0}article article{border-width:0 0 0 3px;border-radius:0;padding:0 .8rem;margin:.5rem 0}"
    "dl{margin:0;display:grid;grid-template-columns:minmax(7rem,14rem) 1fr;gap:.15rem .8rem}dt{color:#52616f}"
    "dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}h3{font-size:1rem;margin:.6rem 0 .2rem}"
    "@media(max-width:30rem){dl{grid-template-columns:1fr}dt{margin-top:.3rem}}"
)


class Page:
    """Renders for one reader: language, the zone in which times are said, and the present moment."""

    def __init__(self, language: str, zone: str, city: str, now: datetime) -> None:
        self._language, self._zone, self._city, self._now = language, zone, city, now

    def render(self, data: Data) -> str:
        """The document."""
        title = escape(self._t("privacy-doc-title"))
        body = [f"<h1>{title}</h1>", f"<p>{escape(self._t('privacy-doc-about', at=self._moment(self._now)))}</p>"]
        body.append(f"<section><h2>{self._heading('card')}</h2><article>{self._fields(data['card'])}</article></section>")
        body += [self._section(name, data[name]) for name in SECTIONS]
        body.append(f"<p>{escape(self._t('privacy-doc-rest'))}</p>")
        return (
            f'<!doctype html><html lang="{escape(self._language)}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>{_STYLE}</style></head>'
            f"<body>{''.join(body)}</body></html>\n"
        )

    def _section(self, name: str, rows: list[Data]) -> str:
        said = "".join(f"<article>{self._fields(row)}</article>" for row in rows)
        nothing = f"<p>{escape(self._t('privacy-doc-none'))}</p>"
        return f"<section><h2>{self._heading(name)}</h2>{said or nothing}</section>"

    def _fields(self, row: Data) -> str:
        """What is empty is left out; lists of rows follow the plain values."""
        plain = {key: said for key, value in row.items() if (said := self._value(key, value))}
        lines = "".join(f"<dt>{self._label(key)}</dt><dd>{escape(said)}</dd>" for key, said in plain.items())
        nested = "".join(self._nested(key, value) for key, value in row.items() if _rows(value))
        return f"<dl>{lines}</dl>{nested}"

    def _nested(self, key: str, rows: Iterable[Data]) -> str:
        return f"<h3>{self._label(key)}</h3>" + "".join(f"<article>{self._fields(row)}</article>" for row in rows)

    def _value(self, key: str, value: Any) -> str:
        """One line, or nothing for what is empty or a list of rows."""
        if value is None or value == "" or _rows(value):
            return ""
        if isinstance(value, bool):
            return self._t("privacy-word", word="yes" if value else "no")
        if isinstance(value, datetime) or (isinstance(value, str) and (key == "at" or key.endswith("_at"))):
            return self._moment(value if isinstance(value, datetime) else datetime.fromisoformat(value))
        if isinstance(value, list):
            return ", ".join(filter(None, (self._value(key, item) for item in value)))
        if isinstance(value, dict):
            return self._of_dict(value)
        return self._t("privacy-word", word=str(value)) if key in _WORDS else str(value)

    def _of_dict(self, value: dict[str, Any]) -> str:
        """A text per language, or a small object."""
        if {"ru", "en"} & value.keys():
            return str(value.get(self._language) or value.get("ru") or value.get("en"))
        return ", ".join(f"{key}: {self._value(key, inner)}" for key, inner in value.items())

    def _moment(self, at: datetime) -> str:
        return f"{date_words(self._language, at, self._zone, self._now)}, {clock_time(at, self._zone)} ({self._city})"

    def _heading(self, name: str) -> str:
        return escape(self._t("privacy-section", name=name))

    def _label(self, key: str) -> str:
        return escape(self._t("privacy-field", name=key))

    def _t(self, key: str, **args: str) -> str:
        return text(self._language, key, **args)


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and not {"ru", "en"} & value[0].keys()
