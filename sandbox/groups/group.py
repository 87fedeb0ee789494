"""A group as both sides see it."""

from collections import deque
from typing import Any

from sandbox.chats import Chat, Record
from sandbox.errors import ApiError, bad_request, forbidden, too_many_requests
from sandbox.groups.content import check_keyboard, kind_of
from sandbox.groups.members import Member
from sandbox.groups.topics import GENERAL, Topic
from sandbox.markup import Markup

Json = dict[str, Any]
PERMISSIONS = {
    "can_send_messages": True,
    "can_manage_topics": False,
    "can_pin_messages": False,
    "can_invite_users": True,
    "can_change_info": False,
}
MINUTE = 60.0


class Group(Chat):
    """A basic group, a supergroup or a forum, with one bot. `limit`: messages a minute the bot may send, None: any number."""

    def __init__(self, group_id: int, title: str, bot: int, *, is_supergroup: bool) -> None:
        super().__init__(bot, group_id)
        self.title = title
        self.is_supergroup = is_supergroup
        self.is_forum = False
        self.members: dict[int, Member] = {}
        self.topics: dict[int, Topic] = {}
        self.permissions = dict(PERMISSIONS)
        self.limit: int | None = None
        self.migrated_to: int | None = None
        self.is_deleted = False
        self.unread: dict[tuple[int, int], int] = {}
        self.is_known = False
        self.action_topic: int | None = None
        self._spent: deque[float] = deque()
        self._face: Json | None = None

    # What it is

    @property
    def type(self) -> str:
        """The Bot API's word."""
        return "supergroup" if self.is_supergroup else "group"

    def face(self) -> Json:
        """Title and type."""
        if self._face is None:
            self._face = {"id": self.id, "title": self.title, "type": self.type}
            if self.is_forum:
                self._face["is_forum"] = True
        return self._face

    def rename(self, title: str) -> None:
        """Messages sent before keep the old title."""
        self.title = title
        self._face = None

    def become_forum(self, *, is_forum: bool) -> None:
        """Topics on or off; General has always been there."""
        self.is_forum = is_forum
        self.topics.setdefault(GENERAL, Topic(GENERAL, "General"))
        self._face = None

    def counter(self) -> tuple[str, int]:
        """Supergroups number their own messages, and id 1 is theirs; basic groups share the bot's numbers."""
        return (f"message:{self.id}", GENERAL + 1) if self.is_supergroup else super().counter()

    def event(self, person: int | None) -> Json:
        """Whoever is in the group hears of it."""
        people = frozenset(member.id for member in self.members.values() if member.inside and not member.is_bot)
        return {"bot": self.bot, "person": person, "chat": self.id, "topic": None, "_people": people}

    def topic_of(self, message: Json) -> int | None:
        """1 for General, None where there are no topics."""
        if not self.is_forum:
            return None
        thread: int = message.get("message_thread_id", GENERAL)
        return thread if message.get("is_topic_message") else GENERAL

    # Who is in it

    def member(self, user_id: int) -> Member:
        """The account's place; who never came has left."""
        return self.members.get(user_id) or Member(user_id)

    @property
    def me(self) -> Member:
        """The bot's place."""
        return self.member(self.bot)

    def allowed(self, member: Member, right: str) -> bool:
        """Administrators by their rights, the others by the group's permissions."""
        return member.inside and (member.may(right) or (not member.is_admin and self.permissions.get(right, False)))

    # Topics

    def standing(self, thread: int) -> Topic | None:
        """The topic, unless it is unknown or deleted."""
        topic = self.topics.get(thread)
        return None if topic is None or topic.gone or not self.is_forum else topic

    def root(self, thread: int) -> Record | None:
        """The service message that began the topic."""
        return self.records.get(thread)

    def thread_fields(self, thread: int, content: Json) -> Json:
        """`content` with what tells its topic: General's messages carry nothing, but replies carry their thread's root."""
        reply = content.get("reply_to_message")
        if self.is_forum and thread > GENERAL:
            fields: Json = {"message_thread_id": thread, "is_topic_message": True}
            root = self.root(thread)
            if reply is None and "external_reply" not in content and root is not None:
                fields["reply_to_message"] = root.message
            return {**fields, **content}
        if reply is not None and self.is_supergroup:
            return {"message_thread_id": reply.get("message_thread_id", reply["message_id"]), **content}
        return content

    # What the bot may do

    def check_access(self) -> None:
        """telegram.md §3: upgraded, deleted, kicked, not a member."""
        if self.migrated_to is not None:
            raise ApiError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": self.migrated_to}
            )
        where = "supergroup chat" if self.is_supergroup else "group chat"
        if self.is_deleted and not self.is_supergroup:
            raise forbidden("the group chat was deleted")
        if self.me.status == "kicked" or self.is_deleted:
            raise forbidden(f"bot was kicked from the {where}")
        if not self.me.inside:
            raise forbidden(f"bot is not a member of the {where}")

    def check_thread(self, thread: int) -> Topic | None:
        """The topic of an explicit message_thread_id; General cannot be named so (telegram.md §3)."""
        topic = self.topics.get(thread) if self.is_forum and thread != GENERAL else None
        if topic is None:
            raise bad_request("message thread not found")
        if topic.gone:
            raise bad_request(topic.gone)
        return topic

    def frame(self, thread: int, content: Json, markup: Markup) -> Json:
        """Find the topic: the one named, else that of the message replied to, else General."""
        check_keyboard(markup)
        if not self.allowed(self.me, "can_send_messages") and not self.me.is_admin:
            raise bad_request(f"not enough rights to send {kind_of(content)} to the chat")
        reply = content.get("reply_to_message")
        if thread:
            self.check_thread(thread)
            if reply is not None and self.topic_of(reply) != thread:
                content = from_elsewhere(content, reply)
        elif reply is not None and self.is_forum:
            thread = self.topic_of(reply) or 0
        self._check_open(thread or GENERAL)
        return self.thread_fields(thread, content)

    def topic_for_action(self, thread: int) -> int | None:
        """Where the bot is shown typing; for this alone General has an id, as in Telegram."""
        if thread > GENERAL or (thread and not self.is_forum):
            self.check_thread(thread)
        return (thread or GENERAL) if self.is_forum else None

    def check_pinning(self) -> None:
        """Pins need a right."""
        if not self.allowed(self.me, "can_pin_messages"):
            raise bad_request("not enough rights to manage pinned messages in the chat")

    def check_deletion(self, record: Record) -> None:
        """Others' messages need a right, and how a topic began cannot be undone so (telegram.md §1)."""
        if "forum_topic_created" in record.message or "migrate_from_chat_id" in record.message:
            raise bad_request("message can't be deleted")
        if not record.out and not self.me.may("can_delete_messages"):
            raise bad_request("message can't be deleted")

    def _check_open(self, thread: int) -> None:
        topic = self.topics.get(thread) if self.is_forum else None
        if topic is not None and topic.closed and not self.me.may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")

    def afford(self, now: float, count: int) -> None:
        """The minute's limit, telegram.md §2: sends and edits together, over all topics."""
        if self.limit is None:
            return
        while self._spent and self._spent[0] <= now - MINUTE:
            self._spent.popleft()
        if len(self._spent) + count > self.limit and self._spent:
            freeing = self._spent[min(len(self._spent) + count - self.limit, len(self._spent)) - 1]
            raise too_many_requests(max(1, round(freeing + MINUTE - now + 0.5)))

    def spend(self, now: float) -> None:
        """Count one message or edit of the bot, or refuse it."""
        self.afford(now, 1)
        if self.limit is not None:
            self._spent.append(now)

    # What people have not read

    def arrived(self, record: Record) -> None:
        """Everybody but the author has one more unread message in its topic; service messages do not count."""
        if record.out:
            self.hide_action()
        if record.is_service:
            return
        topic = self.topic_of(record.message) or GENERAL
        author = record.message["from"]["id"]
        for member in self.members.values():
            if member.inside and not member.is_bot and member.id != author:
                key = (member.id, topic)
                self.unread[key] = self.unread.get(key, 0) + 1
        self.unread.pop((author, topic), None)

    def read_by(self, person: int, record: Record) -> None:
        """The topic of that message has been read."""
        self.read(person, self.topic_of(record.message) or GENERAL)

    def read(self, person: int, topic: int | None) -> None:
        """The person has read a topic, or everything."""
        for key in [key for key in self.unread if key[0] == person and topic in (None, key[1])]:
            del self.unread[key]


def from_elsewhere(content: Json, reply: Json) -> Json:
    """A reply to a message of another topic is shown as one from outside."""
    kept = {name: value for name, value in content.items() if name != "reply_to_message"}
    origin = {"type": "user", "sender_user": reply["from"], "date": reply["date"]}
    return {**kept, "external_reply": {"origin": origin, "chat": reply["chat"], "message_id": reply["message_id"]}}
