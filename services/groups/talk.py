"""The conversation as it stands in a topic: many short messages are one, files and albums stand by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.groups.models import Topic
from services.groups.sheets import CAPTION, LONGEST, Sheet, digest
from services.requests.layout import laid_out, split_text
from services.storage.reader import Reader, Row
from services.texts import text

MOST = 40  # messages in one
_ALBUM_SECONDS = 2.0  # the items of an album come one by one (telegram.md §5)
_COLUMNS = """
SELECT m.id, m.direction, m.staff_id, m.author, m.text, m.at, m.reply_to, m.edited_at, m.media_group, m.delivery, m.details,
    m.client_reaction, m.agent_reaction, m.withdrawn_at, s.name AS staff_name,
    (SELECT left(text, 80) FROM message q WHERE q.id = m.reply_to) AS quoted,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'public', f.public_id, 'telegram', f.telegram_file_id)
        ORDER BY a.telegram_id, a.position) FROM attachment a JOIN file f ON f.id = a.file_id
        WHERE a.message_id = m.id AND a.replaced_at IS NULL), '[]') AS files
FROM message m LEFT JOIN staff s ON s.id = m.staff_id
"""
_NEW = f"""
{_COLUMNS} WHERE m.request_number = $1 AND m.id > $2
    AND NOT EXISTS (SELECT FROM group_message g WHERE g.topic_id = $3 AND m.id = ANY (g.messages))
    AND NOT EXISTS (SELECT FROM group_post p WHERE p.topic_id = $3 AND m.id = ANY (p.messages))
ORDER BY m.id LIMIT $4
"""
_SOME = f"{_COLUMNS} WHERE m.id = ANY ($1::bigint[]) ORDER BY m.id"
_FAILED = {"failed": "failed", "blocked": "blocked", "no_channel": "no-channel"}


@dataclass(frozen=True, slots=True)
class Call:
    """One message for the topic. `digest` None: its words cannot be changed later."""

    method: str
    params: dict[str, Any]
    messages: tuple[int, ...]
    files: tuple[int, ...] = ()
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be posted now; `upto`: the conversation is shown up to this message then. `later`: an album is still coming in."""

    calls: Sequence[Call] = field(default_factory=tuple)
    upto: int = 0
    later: bool = False


async def messages_by_ids(reader: Reader, ids: Sequence[int]) -> Sequence[Row]:
    """Messages as they are shown."""
    return await reader.rows(_SOME, list(ids))


async def next_told(reader: Reader, topic: Topic, language: str, now: Any) -> Told:
    """The next part of the conversation that the topic does not show yet."""
    rows = await reader.rows(_NEW, topic.request_number, topic.shown, topic.id, MOST)
    if not rows:
        return Told()
    first = rows[0]
    if first["media_group"] and (now - first["at"]).total_seconds() < _ALBUM_SECONDS:
        return Told(later=True)
    if first["files"]:
        calls = with_files(first, first["files"], language, await _quote(reader, topic, first))
        return Told(calls, first["id"])
    run = [first]
    for row in rows[1:]:
        if row["files"] or row["media_group"] or len(sheet_of([*run, row], language)) > LONGEST:
            break
        if row["reply_to"] is not None and await _quote(reader, topic, row):
            break
        run.append(row)
    return Told(_in_words(run, language, await _quote(reader, topic, first)), run[-1]["id"])


def _in_words(run: Sequence[Row], language: str, head: Mapping[str, Any]) -> list[Call]:
    sheet, ids = sheet_of(run, language), tuple(row["id"] for row in run)
    if len(sheet) <= LONGEST:
        return [Call("sendMessage", {**sheet.params(), **head}, ids, digest=digest(sheet.params()))]
    long = {**run[0], "text": "", "long": True}
    first = sheet_of([long], language)
    parts = split_text(run[0]["text"], LONGEST - len(first) - 1)
    sheets = [first.add("\n" + parts[0]), *(Sheet(part) for part in parts[1:])]
    return [Call("sendMessage", {**part.params(), **(head if place == 0 else {})}, ids) for place, part in enumerate(sheets)]


def with_files(row: Any, files: Sequence[Mapping[str, Any]], language: str, head: Mapping[str, Any]) -> list[Call]:
    """A message with files: its words under the first of them where they fit, above them otherwise."""
    sheet = sheet_of([row], language)
    calls: list[Call] = []
    words: dict[str, Any] = {}
    if len(sheet) <= CAPTION and files[0]["kind"] not in {"sticker", "video_note"}:
        words = sheet.caption()
    else:
        calls += _in_words([row], language, head)
        head = {}
    known = {f"tg:{file['telegram']}" if file["telegram"] else file["public"]: file["id"] for file in files}
    kinds = [(file["kind"], ref) for (ref, _), file in zip(known.items(), files, strict=False)]
    for place, laid in enumerate(laid_out(None, "", kinds)):
        params = dict(laid.params)
        own = _files_in(params, known)
        mark = None
        if place == 0 and words:
            _put_caption(params, words)
            mark = digest(sheet.params())
        calls.append(Call(laid.method, {**params, **head}, (row["id"],), own, mark))
        head = {}
    return calls


def _files_in(params: Mapping[str, Any], known: Mapping[str, int]) -> tuple[int, ...]:
    media = params.get("media")
    refs = [item["media"] for item in media] if isinstance(media, list) else [v for v in params.values() if isinstance(v, str)]
    by_ref = {ref.removeprefix("tg:") if ref.startswith("tg:") else f"attach:{ref}": file for ref, file in known.items()}
    return tuple(by_ref[ref] for ref in refs if ref in by_ref)


def _put_caption(params: dict[str, Any], words: dict[str, Any]) -> None:
    """Of an album the first item bears it: Telegram shows it below all."""
    if isinstance(params.get("media"), list):
        params["media"] = [{**item, **(words if place == 0 else {})} for place, item in enumerate(params["media"])]
    else:
        params.update(words)


async def _quote(reader: Reader, topic: Topic, row: Row) -> dict[str, Any]:
    if row["reply_to"] is None:
        return {}
    at = await reader.value(
        "SELECT telegram_id FROM group_message WHERE topic_id = $1 AND $2 = ANY (messages) ORDER BY telegram_id LIMIT 1",
        topic.id, row["reply_to"],
    )  # fmt: skip
    return {"reply_parameters": {"message_id": at, "allow_sending_without_reply": True}} if at is not None else {}


def sheet_of(rows: Sequence[Any], language: str) -> Sheet:
    """Messages one below the other, each with who says it; who goes on speaking is not named again."""
    sheet, speaker = Sheet(), ""
    for row in rows:
        said = _speaker(row, language)
        part = Sheet()
        if said != speaker:
            part.add(said, "bold").add("\n" if _body(row, language) or row["quoted"] else "")
        if row["quoted"]:
            part.add(f"↩ {' '.join(str(row['details'].get('quote') or row['quoted']).split())[:80]}\n", "italic")
        part.join(_said(row, language))
        sheet.join(part, "\n\n" if sheet.text and said != speaker else "\n" if sheet.text else "")
        speaker = said
    return sheet


def _speaker(row: Any, language: str) -> str:
    if row["direction"] == "in":
        return str(row["author"] or text(language, "group-client"))
    if row["direction"] == "system":
        return text(language, "group-from-bot")
    who = str(row["staff_name"] or row["author"] or "")
    match row["details"].get("question"):
        case "asked":
            return text(language, "group-question-by", who=who, to=_asked(row["details"], language))
        case "answered":
            return text(language, "group-question-answer-by", who=who)
    return text(language, "group-note-by" if row["direction"] == "note" else "group-answer-by", who=who)


def _asked(details: Mapping[str, Any], language: str) -> str:
    """A colleague by name, or what whoever is meant knows about."""
    skill = str(details.get("skill") or "").replace("_", "-")
    if details.get("to") or not skill:
        return str(details.get("to") or "")
    return text(language, f"console-type-{skill}")


def _body(row: Any, language: str) -> str:
    forwarded = row["details"].get("forwarded")
    head = text(language, "group-forwarded", who=str(forwarded)) + "\n" if forwarded else ""
    return head + str(row["text"])


def _said(row: Any, language: str) -> Sheet:
    sheet = Sheet().add(_body(row, language), "strikethrough" if row["withdrawn_at"] else "")
    marks = []
    if row["withdrawn_at"]:
        marks.append(text(language, "group-mark-withdrawn"))
    elif row["edited_at"]:
        marks.append(text(language, "group-mark-edited"))
    if row["direction"] in {"out", "system"} and row["delivery"] in _FAILED:
        marks.append(text(language, f"group-mark-{_FAILED[row['delivery']]}"))
    marks += [emoji for emoji in (row["client_reaction"], row["agent_reaction"]) if emoji]
    if marks:
        sheet.add(" ").add(f"({', '.join(marks)})", "italic")
    return sheet
