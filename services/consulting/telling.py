"""A question in the Telegram of those asked: the car and the works, never the client's name or phone. A reply to it is the answer.

A letter is a message of its own rather than a notice: it has a button, and who replies to it answers. It stays as it is told, and says in
the end what became of the question.
"""

from collections.abc import Sequence
from typing import Any

from services.consulting.models import Question
from services.consulting.reading import Matter, files_of, matters_asked_about
from services.outbox.about import drop
from services.outbox.models import Mail
from services.requests.layout import laid_out, utf16
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.texts import moment, text
from services.units import Unit, leading_unit, unit_by_id

# Of several who know about it, those who are at work; where nobody is, all of them. Who was asked by name is told at any rate.
_READERS = """
SELECT s.id, s.telegram_id, coalesce(s.language, 'ru') AS language FROM staff s
WHERE s.id = ANY ($1::integer[]) AND s.active AND s.telegram_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM chat c WHERE c.chat_id = s.telegram_id AND c.blocked_at IS NOT NULL)
    AND (s.shift = 'on' OR NOT EXISTS (SELECT FROM staff o WHERE o.id = ANY ($1::integer[]) AND o.active AND o.shift = 'on'))
ORDER BY s.id
"""
# The letter says all that the notice would.
_CARRIED = """
UPDATE staff_notice SET mailed_at = clock_timestamp()
WHERE staff_id = ANY ($1::integer[]) AND request_number = $2 AND what = $3 AND mailed_at IS NULL
    AND staff_id IN (SELECT id FROM staff WHERE telegram_id IS NOT NULL)
"""
_SENT = """
SELECT chat_id, params ->> 'text' AS text, telegram_ids[1] AS telegram_id FROM outbox
WHERE about = $1 AND about LIKE 'question:%' AND method = 'sendMessage' AND telegram_ids IS NOT NULL AND params ? 'text' ORDER BY id
"""
_TOLD_BY = """
SELECT about FROM outbox WHERE chat_id = $1 AND about LIKE 'question:%' AND $2 = ANY (telegram_ids) ORDER BY id DESC LIMIT 1
"""


async def send_letters(tx: Tx, question: Question, what: str) -> None:
    """To everybody asked who has Telegram; with the files the first time. `what`: `asked` or `question_reminded`."""
    readers = await tx.rows(_READERS, list(question.asked_ids))
    await tx.execute(_CARRIED, list(question.asked_ids), question.number, what)
    if not readers:
        return
    files = (await files_of(tx, question.message_id))[question.message_id] if what == "asked" else []
    unit = await _unit(tx, question)
    for reader in readers:
        matter = (await matters_asked_about(tx, reader["language"], question.number)).get(question.number, Matter())
        params = letter(question, matter, reader["language"], unit, tx.now, reminds=what != "asked")
        tx.send(Mail(reader["telegram_id"], "sendMessage", params, kind="push", about=question.about))
        for sheet in laid_out(None, "", [(row["kind"], row["id"]) for row in files]):
            tx.send(Mail(reader["telegram_id"], sheet.method, sheet.params, kind="push", about=question.about))


async def _unit(tx: Tx, question: Question) -> Unit | None:
    unit_id = question.to_unit_id or question.unit_id
    return (await unit_by_id(tx, unit_id) if unit_id is not None else None) or await leading_unit(tx)


def letter(question: Question, matter: Matter, language: str, unit: Unit | None, now: Any, *, reminds: bool) -> dict[str, Any]:
    """The message, with a button to answer."""
    head = text(
        language, "question-letter-again" if reminds else "question-letter", number=str(question.number), asker=question.asker
    )
    lines = [head, "", question.text]
    if about := about_car(matter):
        lines += ["", text(language, "question-letter-car", car=about)]
    if matter.works:
        lines.append(text(language, "question-letter-works", works=", ".join(matter.works)))
    if question.due_at is not None and unit is not None:
        when = moment(language, question.due_at, unit.time_zone, unit.named(language)["city"], now, by=True)
        lines += ["", text(language, "question-letter-due", due=when)]
    lines.append(text(language, "question-letter-how"))
    keyboard = [[{"text": text(language, "question-answer-button"), "callback_data": f"qa:{question.id}"}]]
    return {
        "text": "\n".join(lines), "entities": [{"type": "bold", "offset": 0, "length": utf16(head)}],
        "link_preview_options": {"is_disabled": True}, "reply_markup": {"inline_keyboard": keyboard},
    }  # fmt: skip


def about_car(matter: Matter) -> str:
    """`Lada Vesta, 2019, А123ВС77, VIN XTA…`; empty where nothing is known."""
    vin = f"VIN {matter.vin}" if matter.vin else ""
    return ", ".join(part for part in (matter.car, matter.year, matter.plate, vin) if part)


async def close_letters(tx: Tx, question: Question, how: str, *, by: Staff | None = None) -> None:
    """Nobody answers any more: what waits is not sent, and what was sent says so and has no button. `how`: `answered`, `withdrawn`."""
    await drop(tx, question.about)
    languages = await _languages(tx, question.asked_ids)
    for row in await tx.rows(_SENT, question.about):
        language = languages.get(row["chat_id"], "ru")
        end = text(language, f"question-letter-{how}", by=by.name if by else "")
        params = {"message_id": row["telegram_id"], "text": f"{row['text']}\n\n{end}", "reply_markup": {"inline_keyboard": []}}
        tx.send(Mail(row["chat_id"], "editMessageText", params, kind="push", about=f"{question.about}:over"))


async def _languages(tx: Tx, staff_ids: Sequence[int]) -> dict[int, str]:
    sql = "SELECT telegram_id, coalesce(language, 'ru') AS language FROM staff WHERE id = ANY ($1::integer[]) AND telegram_id IS NOT NULL"
    rows: Sequence[Row] = await tx.rows(sql, list(staff_ids))
    return {row["telegram_id"]: row["language"] for row in rows}


async def told_by(reader: Reader, chat_id: int, telegram_id: int) -> int | None:
    """The question that this message of the bot's told of."""
    about = await reader.value(_TOLD_BY, chat_id, telegram_id)
    return int(str(about).split(":")[1]) if about else None
