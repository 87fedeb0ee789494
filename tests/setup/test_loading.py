"""aiogram loaded in a second instead of four reads the same updates in the same way."""

import asyncio
import json
import sys
from typing import Any

from tests.harness import ROOT

ANNA = {"id": 7, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
CHAT = {"id": 7, "type": "private", "first_name": "Анна"}
FILE = {"file_id": "f", "file_unique_id": "u"}
_LOADED = "from bot.loading import load_aiogram; load_aiogram()"
_PROGRAM = """
import json, sys
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, Update
raws = json.load(sys.stdin)
button = {"text": "да", "callback_data": "x"}
message = SendMessage(chat_id=1, text="да", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
reads = [repr(Update.model_validate_json(json.dumps(raw))) for raw in raws]
errors = []
for broken in ({"update_id": "x"}, {"update_id": 1, "message": {"date": "?"}}):
    try:
        Update.model_validate(broken)
    except ValueError as error:
        errors.append(str(error))
print(json.dumps([reads, errors, message.reply_markup.inline_keyboard[0][0].text]))
"""


def _message(place: int, **content: Any) -> dict[str, Any]:
    return {"message_id": place, "date": 1_790_000_000, "chat": CHAT, "from": ANNA, **content}


def _updates() -> list[dict[str, Any]]:
    words = _message(1, text="Жирное", entities=[{"type": "bold", "offset": 0, "length": 6}])
    contents: list[dict[str, Any]] = [
        {"message": words},
        {"edited_message": {**words, "edit_date": 1_790_000_001}},
        {"message": _message(2, photo=[{**FILE, "width": 1, "height": 1}], caption="Вот", media_group_id="1")},
        {"message": _message(3, voice={**FILE, "duration": 1}, reply_to_message=words)},
        {"message": _message(4, document={**FILE, "file_name": "a.pdf"}, forward_origin={"type": "user", "date": 1, "sender_user": ANNA})},
        {"message": _message(5, contact={"phone_number": "+79160000000", "first_name": "Анна", "user_id": 7})},
        {"message": _message(6, location={"latitude": 55.7, "longitude": 37.6})},
        {"callback_query": {"id": "1", "from": ANNA, "chat_instance": "1", "data": "x", "message": words}},
        {"callback_query": {"id": "1", "from": ANNA, "chat_instance": "1", "data": "x", "message": {**_message(7), "date": 0}}},
        {"message_reaction": {
            "chat": CHAT, "message_id": 1, "user": ANNA, "date": 1, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }},
        {"my_chat_member": {
            "chat": CHAT, "from": ANNA, "date": 1, "old_chat_member": {"status": "member", "user": ANNA},
            "new_chat_member": {"status": "kicked", "user": ANNA, "until_date": 0},
        }},
    ]  # fmt: skip
    return [{"update_id": number, **content} for number, content in enumerate(contents, 1)]


async def _read(first: str) -> Any:
    """What a process that begins with this line makes of the updates."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", first + _PROGRAM, cwd=ROOT, stdin=pipe, stdout=pipe)
    out, _ = await process.communicate(json.dumps(_updates()).encode())
    return json.loads(out)


async def test_what_is_built_later_reads_the_same() -> None:
    """The same objects, the same complaints; methods that nobody uses here can be used."""
    later, as_it_comes = await asyncio.gather(_read(_LOADED), _read(""))
    assert later == as_it_comes
    reads, errors, label = later
    assert len(reads) == len(_updates())
    assert ["update_id" in errors[0], "message.date" in errors[1], label] == [True, True, "да"]
