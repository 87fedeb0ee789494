"""What people do in groups."""

from typing import Any

from sandbox.acts import Acts
from sandbox.chats import Record
from sandbox.errors import ControlError
from sandbox.groups.group import Group, from_elsewhere
from sandbox.groups.members import Member, checked_rights
from sandbox.groups.membership import enter, go, promote, user_of
from sandbox.groups.topics import GENERAL, Topic
from sandbox.notices import pin, unpin
from sandbox.people import Person
from sandbox.world import World

Json = dict[str, Any]


class GroupActs(Acts):
    """One person's side of a group; `topic` is where messages go, None: General, or the topic of what is replied to."""

    def __init__(self, world: World, group: Group, person: Person, topic: Any = None) -> None:
        super().__init__(world, world.known_bot(group.bot), person, group)
        self.group = group
        self.topic = self.known_topic(topic).id if topic is not None and group.is_forum else None

    @property
    def me(self) -> Member:
        """The person's place in the group."""
        return self.group.member(self.person.id)

    def known_topic(self, number: Any) -> Topic:
        """A standing topic of this group, or 404."""
        topic = self.group.standing(number) if isinstance(number, int) else None
        if topic is None:
            raise ControlError(404, f"no topic {number} in this group")
        return topic

    def reply(self, message_id: Any, quote: Any = None) -> Json:
        """As in private chats; the answer goes to the topic of the message unless another was chosen."""
        fields = super().reply(message_id, quote)
        replied = fields.get("reply_to_message")
        if replied is None or not self.group.is_forum:
            return fields
        there = self.group.topic_of(replied)
        if self.topic is None:
            self.topic = there
        return fields if there == self.topic else from_elsewhere(fields, replied)

    def pin(self, message_id: Any) -> None:
        """Pin a message; the service message tells the bot."""
        record = self.record(message_id)
        self.check_right("can_pin_messages")
        if record.id not in self.group.pinned:
            pin(self.world, self.group, record, self.person.user())

    def unpin(self, message_id: Any) -> None:
        """Take a pin away."""
        record = self.record(message_id)
        self.check_right("can_pin_messages")
        unpin(self.world, self.group, [record.id])

    def join(self) -> None:
        """Come in by oneself."""
        self._check_stands()
        if self.me.status == "kicked":
            raise ControlError(409, "the person was removed from this group")
        enter(self.world, self.group, self.person.id, self.person.user())

    def leave(self) -> None:
        """Go by oneself."""
        self._check_open()
        go(self.world, self.group, self.person.id, self.person.user())

    def add(self, user_id: Any) -> None:
        """Bring in a person or the bot."""
        self.check_right("can_invite_users")
        enter(self.world, self.group, self._user(user_id), self.person.user())

    def remove(self, user_id: Any) -> None:
        """Send a person or the bot away."""
        self.check_right("can_restrict_members")
        user = self._user(user_id)
        if self.group.member(user).status == "creator":
            raise ControlError(409, "the owner cannot be removed")
        go(self.world, self.group, user, self.person.user())

    def promote(self, user_id: Any, rights: Any, title: Any) -> None:
        """Give or take an administrator's rights."""
        self.check_right("can_promote_members")
        user = self._user(user_id)
        if not self.group.member(user).inside or self.group.member(user).status == "creator":
            raise ControlError(409, "only members other than the owner can be promoted")
        chosen = checked_rights(rights)
        promote(self.world, self.group, user, self.person.user(), rights=chosen, title=str(title or ""))

    def _user(self, user_id: Any) -> int:
        user: int = user_of(self.world, self.group, user_id if isinstance(user_id, int) else 0)["id"]
        return user

    def check_right(self, right: str) -> None:
        """409 unless the person may do it here."""
        self._check_open()
        if not self.group.allowed(self.me, right):
            raise ControlError(409, f"this takes the right {right}")

    def _check_stands(self) -> None:
        if self.group.migrated_to is not None:
            raise ControlError(409, f"the group has become {self.group.migrated_to}")
        if self.group.is_deleted:
            raise ControlError(409, "the group was deleted")

    def _check_open(self) -> None:
        self._check_stands()
        if not self.me.inside:
            raise ControlError(409, "the person is not in this group")

    def _check_writing(self) -> None:
        self.check_right("can_send_messages") if not self.me.is_admin else self._check_open()
        topic = self.group.standing(self.topic or GENERAL)
        if topic is not None and topic.closed and not self.may_manage(topic):
            raise ControlError(409, "the topic is closed")

    def may_manage(self, topic: Topic) -> bool:
        """Administrators with the right to it, and who made the topic."""
        return self.me.may("can_manage_topics") or (topic.creator == self.person.id and topic.id != GENERAL)

    def _check_deletion(self, record: Record) -> None:
        self._check_open()
        own = record.message["from"]["id"] == self.person.id and not record.is_service
        if (not own and not self.me.may("can_delete_messages")) or "forum_topic_created" in record.message:
            raise ControlError(409, "this message cannot be deleted by this person")

    def _reaction_key(self) -> str:
        return str(self.person.id)

    def _hears_reactions(self) -> bool:
        return self.group.me.is_admin

    def _framed(self, content: Json) -> Json:
        return self.group.thread_fields(self.topic or GENERAL, content)
