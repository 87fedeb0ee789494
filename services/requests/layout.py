"""How an answer becomes messages of Telegram: words, captions, albums (telegram.md §1). Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Part = Literal["text", "caption", "file"]
"""What one Telegram message of an answer is: words; a file that carries the words; a file alone."""

TEXT_PART = 3500  # code points: below Telegram's 4096 (telegram.md §1), leaving room for the agent's name
CAPTION = 1024  # code points, the name included
_ALBUMS = {"photo": "seen", "video": "seen", "audio": "heard", "document": "read"}  # what may stand in one album
_SPEECHLESS = frozenset({"sticker", "video_note"})  # no caption
_METHODS = {
    "photo": "sendPhoto", "voice": "sendVoice", "audio": "sendAudio", "video": "sendVideo", "animation": "sendAnimation",
    "sticker": "sendSticker", "video_note": "sendVideoNote",
}  # fmt: skip
_NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One call of the Bot API, and what each message is that comes of it."""

    method: str
    params: dict[str, Any]
    parts: tuple[Part, ...]


def utf16(value: str) -> int:
    """Telegram counts entity offsets in UTF-16 units."""
    return len(value.encode("utf-16-le")) // 2


def split_text(body: str, limit: int = TEXT_PART) -> list[str]:
    """Cut at a paragraph, a line or a word; never lose a character but the white space at the cut."""
    parts: list[str] = []
    while len(body) > limit:
        window = body[:limit]
        cut = max(window.rfind("\n\n"), window.rfind("\n"))
        cut = cut if cut > limit // 2 else window.rfind(" ")
        cut = cut if cut > limit // 2 else limit
        parts.append(body[:cut].rstrip())
        body = body[cut:].lstrip()
    return [*parts, body] if body or not parts else parts


def text_params(author: str | None, body: str) -> dict[str, Any]:
    """Parameters of a text message, the agent's first name in bold above it."""
    entities = {"entities": _bold(author)} if author else {}
    return {"text": f"{author}\n{body}" if author else body, **_NO_PREVIEW, **entities}


def caption_params(author: str | None, body: str) -> dict[str, Any]:
    """Parameters of a caption."""
    words = "\n".join(part for part in (author, body) if part)
    entities = {"caption_entities": _bold(author)} if author else {}
    return {"caption": words, **entities} if words else {}


def fits_caption(author: str | None, body: str) -> bool:
    """Whether the words can stand under a file."""
    return len(author or "") + 1 + len(body) <= CAPTION


def _bold(name: str | None) -> list[dict[str, Any]]:
    return [{"type": "bold", "offset": 0, "length": utf16(name or "")}]


def laid_out(
    author: str | None, body: str, files: Sequence[tuple[str, str]], *, reply_to: int | None = None
) -> Iterator[Sheet]:
    """The calls for an answer: `files` are (kind, public id).

    Photos and videos go as one album, documents as one, sounds as one; voices and the rest alone. Short words stand under the first
    of these, long ones before it, in parts. The first message quotes `reply_to`.
    """
    head: dict[str, Any] = {}
    if reply_to:
        head = {"reply_parameters": {"message_id": reply_to, "allow_sending_without_reply": True}}
    groups = list(_groups(files))
    under = bool(groups) and groups[0][0][0] not in _SPEECHLESS and fits_caption(author, body)
    if body.strip() and not under:
        for part in split_text(body):
            yield Sheet("sendMessage", {**text_params(author, part), **head}, ("text",))
            head, author = {}, None
        body = ""
    for group in groups:
        words = caption_params(author, body) if group[0][0] not in _SPEECHLESS and (author or body) else {}
        yield _single(group[0], words, head) if len(group) == 1 else _album(group, words, head)
        head, author, body = {}, None, ""


def _media(ref: str) -> str:
    """A stored file by its public id; one that Telegram has, by its id there: `tg:` stands before that."""
    return ref.removeprefix("tg:") if ref.startswith("tg:") else f"attach:{ref}"


def _groups(files: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Files that go together, in the order of the first of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, public_id in files:
        found.setdefault(_ALBUMS.get(kind, public_id), []).append((kind, public_id))
    yield from found.values()


def _single(file: tuple[str, str], words: dict[str, Any], head: dict[str, Any]) -> Sheet:
    kind, public_id = file
    method = _METHODS.get(kind, "sendDocument")
    name = kind if kind in _METHODS else "document"
    return Sheet(method, {name: _media(public_id), **words, **head}, ("caption" if words else "file",))


def _album(group: Sequence[tuple[str, str]], words: dict[str, Any], head: dict[str, Any]) -> Sheet:
    """The words of pictures stand with the first of them, where Telegram shows them under all; those of documents below the last."""
    place = 0 if _ALBUMS[group[0][0]] == "seen" else len(group) - 1
    media = [
        {"type": kind, "media": _media(public_id), **(words if at == place else {})}
        for at, (kind, public_id) in enumerate(group)
    ]
    parts: list[Part] = ["caption" if words and at == place else "file" for at in range(len(group))]
    return Sheet("sendMediaGroup", {"media": media, **head}, tuple(parts))
