"""What a bot tells about itself: names, descriptions, commands, menu buttons."""

import json
import re
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import PrivateChat
from sandbox.errors import ApiError, bad_request
from sandbox.groups.group import Group
from sandbox.methods.base import Call, chat_of, method
from sandbox.params import Params

Json = dict[str, Any]
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
COMMANDS_LIMIT = 100
DESCRIPTION_LIMIT = 256
DEFAULT_SCOPE = {"type": "default"}
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators", *CHAT_SCOPES)


@method("getMe")
def get_me(call: Call) -> Json:
    """The bot as a user."""
    return {
        **call.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _language(call: Call) -> str:
    language = call.params.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _set(call: Call, texts: dict[str, str], name: str, limit: int) -> bool:
    value = call.params.text(name)
    if len(value) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    texts[_language(call)] = value
    call.world.saver.bot(call.bot)
    return True


def _get(call: Call, texts: dict[str, str], name: str) -> Json:
    return {name: texts.get(_language(call)) or texts.get("", "")}


@method("setMyName")
def set_my_name(call: Call) -> bool:
    """Up to 64 characters per language."""
    return _set(call, call.bot.profile.names, "name", 64)


@method("getMyName")
def get_my_name(call: Call) -> Json:
    """The language's name, else the default one."""
    return _get(call, call.bot.profile.names, "name")


@method("setMyDescription")
def set_my_description(call: Call) -> bool:
    """Up to 512 characters per language."""
    return _set(call, call.bot.profile.descriptions, "description", 512)


@method("getMyDescription")
def get_my_description(call: Call) -> Json:
    """The language's description, else the default one."""
    return _get(call, call.bot.profile.descriptions, "description")


def description_for(bot: Bot, language: str | None) -> str:
    """What an empty chat tells somebody whose app speaks `language`."""
    texts = bot.profile.descriptions
    return texts.get(language or "") or texts.get("", "")


@method("setMyShortDescription")
def set_my_short_description(call: Call) -> bool:
    """Up to 120 characters per language."""
    return _set(call, call.bot.profile.short_descriptions, "short_description", 120)


@method("getMyShortDescription")
def get_my_short_description(call: Call) -> Json:
    """The language's short description, else the default one."""
    return _get(call, call.bot.profile.short_descriptions, "short_description")


def _scope_key(scope: Json, language: str) -> str:
    return json.dumps([scope.get("type"), scope.get("chat_id"), scope.get("user_id"), language])


def _scope(call: Call) -> Json:
    scope = call.params.data("scope", "BotCommandScope") or DEFAULT_SCOPE
    if not isinstance(scope, dict) or not isinstance(scope.get("type"), str):
        raise bad_request("can't parse BotCommandScope: expected an Object with a type")
    if scope["type"] not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope["type"] not in CHAT_SCOPES:
        return {"type": scope["type"]}
    chat = chat_of(Call(call.world, call.bot, Params({"chat_id": scope.get("chat_id")})))
    named: Json = {"type": scope["type"], "chat_id": chat.id}
    if scope["type"] != "chat" and not isinstance(chat, Group):
        raise bad_request("can't change commands in private chats")  # not known for certain
    if isinstance(chat, Group):
        chat.check_access()
    if scope["type"] == "chat_member":
        named["user_id"] = Params(scope).integer("user_id")
        if call.world.people.get(named["user_id"]) is None:
            raise bad_request("user not found")
    return named


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """Up to 100 per scope and language."""
    commands = [_command(item) for item in call.params.items("commands", "BotCommand")]
    if len(commands) > COMMANDS_LIMIT:
        raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    call.bot.profile.commands[_scope_key(_scope(call), _language(call))] = commands
    _menus_changed(call)
    return True


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = str(item.get("command", "")).removeprefix("/"), str(item.get("description", ""))
    if not COMMAND.fullmatch(command):
        raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION_LIMIT:
        raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _menus_changed(call: Call) -> None:
    call.world.saver.bot(call.bot)
    for chat in call.bot.chats.values():
        call.world.tell("chat", chat)
    for group in call.world.groups.values():
        if group.bot == call.bot.id:
            call.world.tell("chat", group)


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """Exactly what was set for this scope and language."""
    return call.bot.profile.commands.get(_scope_key(_scope(call), _language(call)), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """The scope and language fall back to the next wider ones."""
    call.bot.profile.commands.pop(_scope_key(_scope(call), _language(call)), None)
    _menus_changed(call)
    return True


def commands_for(bot: Bot, person: int, language: str | None) -> list[Json]:
    """What a person's menu shows in the private chat: the narrowest scope first, within it the language first."""
    return _narrowest(bot, [{"type": "chat", "chat_id": person}, {"type": "all_private_chats"}, DEFAULT_SCOPE], language)


def group_commands_for(bot: Bot, group: Group, person: int, language: str | None) -> list[Json]:
    """Likewise in a group, where administrators have scopes of their own."""
    scopes: list[Json] = [{"type": "chat_member", "chat_id": group.id, "user_id": person}]
    is_admin = group.member(person).is_admin
    if is_admin:
        scopes.append({"type": "chat_administrators", "chat_id": group.id})
    scopes.append({"type": "chat", "chat_id": group.id})
    if is_admin:
        scopes.append({"type": "all_chat_administrators"})
    return _narrowest(bot, [*scopes, {"type": "all_group_chats"}, DEFAULT_SCOPE], language)


def _narrowest(bot: Bot, scopes: list[Json], language: str | None) -> list[Json]:
    for scope in scopes:
        for code in ((language or "")[:2], ""):
            found = bot.profile.commands.get(_scope_key(scope, code))
            if found:
                return found
    return []


def _private(call: Call) -> int:
    chat = chat_of(call)
    if not isinstance(chat, PrivateChat):
        raise bad_request("chat must be a private chat")  # not known for certain
    return chat.id


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    """For one chat, or for all that have none of their own."""
    button = call.params.data("menu_button", "MenuButton") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse MenuButton: unsupported menu button type specified")
    key = str(_private(call)) if call.params.has("chat_id") else ""
    call.bot.profile.menu_buttons[key] = button
    _menus_changed(call)
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    """The chat's button, else the bot's."""
    person = _private(call) if call.params.has("chat_id") else None
    return menu_button_for(call.bot, person)


def menu_button_for(bot: Bot, person: int | None) -> Json:
    """What stands beside the person's input field."""
    buttons = bot.profile.menu_buttons
    default: Json = {"type": "default"}
    own = buttons.get(str(person), default)
    return own if own["type"] != "default" else buttons.get("", default)
