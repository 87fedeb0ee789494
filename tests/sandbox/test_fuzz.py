"""No parameter, however wrong, breaks the door: every call is granted or refused in Telegram's form."""

import json
import random
from typing import Any

import pytest

from sandbox.app import open_doors
from sandbox.dispatch import execute
from sandbox.files import Upload
from sandbox.methods import METHODS
from sandbox.params import Params
from sandbox.people import Person
from sandbox.world import World
from tests.sandbox.desk import PNG, TOKEN

NAMES = [
    *("chat_id", "text", "parse_mode", "entities", "reply_markup", "reply_parameters", "message_id", "message_ids"),
    *("from_chat_id", "caption", "caption_entities", "photo", "document", "media", "offset", "limit", "url", "scope"),
    *("allowed_updates", "secret_token", "max_connections", "callback_query_id", "show_alert", "commands", "name"),
    *("language_code", "menu_button", "reaction", "latitude", "longitude", "action", "file_id", "user_id", "emoji"),
    *("title", "address", "phone_number", "first_name", "link_preview_options", "inline_message_id"),
]
VALUES: list[Any] = [
    None, True, False, 0, 1, 2, -1, 7, 7.5, 10**30, "", "x", "7", "true", "nan", "inf", "[]", "{}", "[1]", "{", '"x"', "null",
    [], [None], [1, 2], [[]], [[{}]], {}, {"type": "photo"}, {"message_id": 1, "quote": "х", "quote_parse_mode": "HTML"},
    {"inline_keyboard": 1}, {"inline_keyboard": [[1]]}, {"inline_keyboard": [[{"text": 1}]]}, {"keyboard": [[{}]]},
    {"inline_keyboard": [[{"text": "x", "callback_data": 5}]]}, {"keyboard": [["x"]]}, {"type": "chat", "chat_id": None},
    [{"type": "emoji"}], [{"type": "bold", "offset": 0, "length": 1}], [{"type": "bold"}], [{"command": 1}], "HTML",
    "MarkdownV2", "<b>", "<a href='", "*_", "[x](", "\ud800", "😀", [{"type": "photo", "media": "attach://f"}] * 2,
    {"type": "document", "media": "attach://f"}, "attach://f", "typing", "🎲", "https://[::1", "http://127.0.0.1:99999/",
    "&#1114112;&#0;&#xD800;", "![x](tg://emoji?id=0)", [{"type": "text_link", "offset": 0, "length": 1, "url": "tg:"}],
]  # fmt: skip


async def test_no_parameter_breaks_the_door() -> None:
    dice = random.Random(20261121)  # noqa: S311 - repeatable on purpose
    world = World()
    open_doors(world)
    bot = world.bot(TOKEN)
    person = Person(7, "Иван")
    world.people.add(person)
    world.chat(bot, person).started = True
    upload = Upload("a.png", "image/png", PNG)
    statuses: dict[int, int] = {}
    for _ in range(200):
        for name in sorted(METHODS):
            values = {key: dice.choice(VALUES) for key in dice.sample(NAMES, dice.randrange(14))}
            values.pop("timeout", None)
            if dice.random() < 0.8:
                values |= {"chat_id": 7, "from_chat_id": 7, "message_id": dice.randrange(60)}
            files = {"f": upload, "photo": upload} if dice.random() < 0.3 else {}
            answer = await execute(world, bot, name, Params(values, files))
            body = json.loads(answer.body, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
            assert body["ok"] is (answer.status == 200), (name, values)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
    await world.close()
    assert set(statuses) <= {200, 400, 403, 404, 409}
    assert statuses[200] > 500
