"""The bot's commands in both languages, as clients see them in the menu."""

from typing import Any

from services.texts import LANGUAGES, text

GROUP_COMMANDS = ("card", "note", "answer", "undo", "panel")
COMMANDS = ("start", "book", "status", "garage", "reminders", "ask", "language", "privacy", "help", "cancel")


def command_calls() -> list[tuple[str, dict[str, Any]]]:
    """Bot API calls that set the menus: the default one in Russian, one for English."""
    calls: list[tuple[str, dict[str, Any]]] = []
    for language in LANGUAGES:
        commands = [{"command": name, "description": text(language, f"command-{name}")} for name in COMMANDS]
        code = {} if language == "ru" else {"language_code": language}
        calls.append(("setMyCommands", {"commands": commands, "scope": {"type": "all_private_chats"}, **code}))
        in_groups = [{"command": name, "description": text(language, f"group-command-{name}")} for name in GROUP_COMMANDS]
        calls.append(("setMyCommands", {"commands": in_groups, "scope": {"type": "all_group_chats"}, **code}))
    return calls
