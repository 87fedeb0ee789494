"""Topics of a forum."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
GENERAL = 1
NAME_LIMIT = 128
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)  # telegram.md §1
# Custom emoji that any bot may use as a topic's icon: id and emoji of getForumTopicIconStickers.
ICONS = {
    "5434144690511290129": "📰",
    "5312536423851630001": "💡",
    "5312016608254762256": "⚡️",
    "5377544228505134960": "🎙",
    "5418085807791545980": "🔝",
}


@dataclass(slots=True)
class Topic:
    """One topic. `id` is its message_thread_id: the service message that began it; General's is 1.

    `gone`: empty while it stands, else the refusal of what the bot sends there (telegram.md §3 knows two).
    """

    id: int
    name: str
    icon_color: int = COLORS[0]
    icon_custom_emoji_id: str = ""
    creator: int = 0
    closed: bool = False
    hidden: bool = False
    gone: str = ""

    def look(self) -> Json:
        """Name and icon, as in ForumTopic and forum_topic_created."""
        card: Json = {"name": self.name, "icon_color": self.icon_color}
        if self.icon_custom_emoji_id:
            card["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return card


def clean_name(name: str) -> str:
    """The name as servers keep it: one line of at most 128 characters."""
    return " ".join(name.split())[:NAME_LIMIT].strip()
