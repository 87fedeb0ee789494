"""Groups under random hands: no call breaks the door, every answer and update is valid, and the group stays consistent."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from aiogram import methods
from aiogram.types import Update
from pydantic import TypeAdapter

from sandbox.app import open_doors
from sandbox.bots import Bot
from sandbox.dispatch import execute
from sandbox.errors import ControlError
from sandbox.files import Upload
from sandbox.groups import founding, topic_acts
from sandbox.groups.acts import GroupActs
from sandbox.groups.group import Group
from sandbox.groups.members import RIGHTS, checked_rights
from sandbox.groups.saving import group_body, load_group
from sandbox.groups.topics import COLORS, GENERAL, ICONS
from sandbox.methods import METHODS
from sandbox.params import Params
from sandbox.people import Person
from sandbox.world import World
from tests.sandbox.crowd import ALL
from tests.sandbox.desk import PNG, TOKEN
from tests.sandbox.test_fuzz import NAMES, VALUES

pytestmark = pytest.mark.usefixtures("aiogram")

PEOPLE = (7, 8, 9)
THREADS: list[Any] = [None, 0, 1, 2, 3, 5, 9, "2", "x", -1, 10**20, True, [], {}]
GROUPS = ("getChat", "getChatMember", "getChatMemberCount", "getChatAdministrators", "leaveChat")
SKIPPED = {"getupdates", "setwebhook", "deletewebhook", "logout", "close"}


def a_world() -> tuple[World, Bot]:
    """A bot, three people."""
    world = World()
    open_doors(world)
    bot = world.bot(TOKEN)
    bot.inbox.allowed = ALL
    for number in PEOPLE:
        world.people.add(Person(number, f"Имя{number}"))
        world.chat(bot, world.known_person(number)).started = True
    return world, bot


def a_group(world: World, bot: Bot, dice: random.Random) -> Group:
    """A group of any kind with the bot in any place."""
    kind = dice.choice(("basic", "super", "forum", "forum"))
    group = founding.new_group(world, "Приёмка", bot.id, is_supergroup=kind != "basic")
    if kind == "forum":
        group.become_forum(is_forum=True)
    founding.found(world, group, PEOPLE[0], list(PEOPLE[:2]))
    rights = checked_rights(dice.sample(RIGHTS, dice.randrange(len(RIGHTS))))
    if dice.random() < 0.9:
        founding.bring_bot(world, group, rights)
    return group


async def test_no_parameter_breaks_the_door_of_a_group() -> None:
    dice = random.Random(20261122)  # noqa: S311 - repeatable on purpose
    world, bot = a_world()
    statuses: dict[int, int] = {}
    upload = Upload("a.png", "image/png", PNG)
    names = [*NAMES, "icon_color", "icon_custom_emoji_id"]
    for _ in range(20):
        group = a_group(world, bot, dice)
        for name in sorted(set(METHODS) - SKIPPED):
            values = {key: dice.choice(VALUES) for key in dice.sample(names, dice.randrange(12))}
            values |= {"chat_id": group.id, "message_id": dice.randrange(12), "from_chat_id": dice.choice((7, group.id))}
            if dice.random() < 0.5:
                values["message_thread_id"] = dice.choice(THREADS)
            if dice.random() < 0.5:
                values |= {"text": "текст", "name": "тема"}
            values.pop("icon_color" if dice.random() < 0.5 else "timeout", None)
            answer = await execute(world, bot, name, Params(values, {"f": upload} if dice.random() < 0.3 else {}))
            body = json.loads(answer.body)
            assert body["ok"] is (answer.status == 200), (name, values)
            if answer.status == 200:
                check_answer(METHODS[name][0], body["result"])
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
        check_group(world, group)
    check_updates(bot)
    await world.close()
    assert set(statuses) == {200, 400, 403}
    assert statuses[200] > 100


def check_answer(name: str, result: Any) -> None:
    """The result is what aiogram expects of the method."""
    returned: Any = getattr(methods, name[0].upper() + name[1:]).__returning__
    TypeAdapter(returned).validate_python(result)


def check_updates(bot: Bot) -> None:
    """Every update is valid, and tells of topics as Telegram does."""
    for parcel in bot.inbox:
        update = json.loads(parcel.body)
        assert Update.model_validate(update).event_type == parcel.kind
        message = update.get("message") or update.get("edited_message")
        if message and message["chat"]["id"] < 0 and message.get("is_topic_message"):
            assert message["message_thread_id"] > GENERAL
            assert message["chat"]["is_forum"] is True


def check_group(world: World, group: Group) -> None:
    """Ids rise, topics stand, and the state file would bring back the same."""
    numbers = list(group.records)
    assert numbers == sorted(numbers)
    for record in group.records.values():
        topic = group.topic_of(record.message)
        assert (topic is None) is not group.is_forum
        if topic is not None:
            assert topic in group.topics
            assert record.deleted or not group.topics[topic].gone
    assert all(count > 0 for count in group.unread.values())
    assert all(number in group.records for number in group.pinned)
    other = World()
    load_group(other, json.loads(json.dumps(group_body(group))))
    again = other.groups[group.id]
    assert group_body(again) == group_body(group)
    assert again.face() == group.face()
    assert world.find_chat(group.bot, group.id) is group


async def test_random_days_of_a_group() -> None:
    for seed in range(8):
        dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
        world, bot = a_world()
        group = a_group(world, bot, dice)
        granted = 0
        for _ in range(150):
            group = latest(world, group)
            granted += await a_step(world, bot, group, dice)
        for each in world.groups.values():
            check_group(world, each)
        check_updates(bot)
        assert granted > 30
        await world.close()


def latest(world: World, group: Group) -> Group:
    """Where the group has moved to."""
    return world.groups[group.migrated_to] if group.migrated_to else group


async def a_step(world: World, bot: Bot, group: Group, dice: random.Random) -> bool:
    """One act of a person or one call of the bot; whether it was granted."""
    if dice.random() < 0.5:
        name, values = dice.choice(CALLS)(group, dice)
        answer = await execute(world, bot, name, Params({"chat_id": group.id, **values}))
        body = json.loads(answer.body)
        if body["ok"]:
            check_answer(name, body["result"])
        return answer.status == 200
    try:
        person = world.known_person(dice.choice(PEOPLE))
        topic = dice.choice([None, *group.topics]) if group.is_forum else None
        dice.choice(HANDS)(GroupActs(world, group, person, topic), dice)
    except ControlError:
        return False
    return True


def some(group: Group, dice: random.Random) -> int:
    """A message of the group, or none."""
    return dice.choice([*group.records, 999])


Call = Callable[[Group, random.Random], tuple[str, dict[str, Any]]]
CALLS: list[Call] = [
    lambda group, dice: ("sendMessage", {"text": "x", "message_thread_id": dice.choice([0, 0, 1, *group.topics])}),
    lambda group, dice: ("sendMessage", {"text": "x", "reply_parameters": {"message_id": some(group, dice)}}),
    lambda _, dice: ("createForumTopic", {"name": f"Тема {dice.randrange(9)}", "icon_color": dice.choice(COLORS)}),
    lambda group, dice: (
        "editForumTopic",
        {"message_thread_id": dice.choice([5, *group.topics]), "name": str(dice.randrange(3))},
    ),
    lambda group, dice: ("closeForumTopic", {"message_thread_id": dice.choice([5, *group.topics])}),
    lambda group, dice: ("reopenForumTopic", {"message_thread_id": dice.choice([5, *group.topics])}),
    lambda group, dice: ("deleteForumTopic", {"message_thread_id": dice.choice([5, *group.topics])}),
    lambda _, dice: (f"{dice.choice(('close', 'reopen', 'hide', 'unhide'))}GeneralForumTopic", {}),
    lambda group, dice: ("pinChatMessage", {"message_id": some(group, dice)}),
    lambda group, dice: ("unpinAllForumTopicMessages", {"message_thread_id": dice.choice([5, *group.topics])}),
    lambda group, dice: ("deleteMessage", {"message_id": some(group, dice)}),
    lambda group, dice: ("editMessageText", {"message_id": some(group, dice), "text": str(dice.random())}),
    lambda group, dice: ("copyMessage", {"from_chat_id": group.id, "message_id": some(group, dice)}),
    lambda group, dice: (
        "setMessageReaction",
        {"message_id": some(group, dice), "reaction": [{"type": "emoji", "emoji": "👍"}]},
    ),
    lambda _, dice: (dice.choice(GROUPS[:4]), {"user_id": dice.choice(PEOPLE)}),
    lambda _, dice: ("editGeneralForumTopic", {"name": str(dice.randrange(3)), "icon_custom_emoji_id": next(iter(ICONS))}),
]
Hand = Callable[[GroupActs, random.Random], object]
HANDS: list[Hand] = [
    lambda acts, _: acts.say("добрый день"),
    lambda acts, _: acts.say("/help"),
    lambda acts, dice: acts.say("ответ", acts.reply(some(acts.group, dice))),
    lambda acts, dice: acts.edit(some(acts.group, dice), f"правка {dice.random()}"),
    lambda acts, dice: acts.react(some(acts.group, dice), dice.choice(["👍", None])),
    lambda acts, dice: acts.press(some(acts.group, dice), "да"),
    lambda acts, dice: acts.delete(some(acts.group, dice)),
    lambda acts, dice: acts.pin(some(acts.group, dice)),
    lambda acts, _: acts.send_files("photo", [Upload("a.png", "image/png", PNG)] * 2, "альбом", {}),
    lambda acts, dice: topic_acts.create(acts, f"Рукой {dice.randrange(9)}", None),
    lambda acts, dice: topic_acts.change(acts, dice.choice([1, *acts.group.topics]), {"closed": dice.random() < 0.5}),
    lambda acts, dice: topic_acts.change(acts, 1, {"hidden": dice.random() < 0.5}),
    lambda acts, dice: topic_acts.delete(acts, dice.choice([1, *acts.group.topics]), late=dice.random() < 0.5),
    lambda acts, _: acts.join(),
    lambda acts, dice: acts.leave() if dice.random() < 0.3 else acts.join(),
    lambda acts, dice: acts.add(dice.choice([*PEOPLE, acts.bot.id])),
    lambda acts, dice: acts.remove(dice.choice([*PEOPLE, acts.bot.id])) if dice.random() < 0.3 else None,
    lambda acts, dice: acts.promote(dice.choice([*PEOPLE, acts.bot.id]), dice.sample(RIGHTS, 5), "мастер"),
    lambda acts, dice: acts.group.is_supergroup or (dice.random() < 0.2 and move(acts)),
]


def move(acts: GroupActs) -> bool:
    """A basic group becomes a forum, if it still can."""
    if acts.group.migrated_to is None:
        founding.turn_forum(acts.world, acts.group, acts.person.user(), is_forum=True)
    return True
