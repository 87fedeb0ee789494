"""Everything that can happen in groups, once."""

from tests.sandbox.crowd import Crowd, found
from tests.sandbox.desk import BOT, PNG, Desk

MARKUP = {"inline_keyboard": [[{"text": "Беру", "callback_data": "take"}]]}


async def group_lives(desk: Desk) -> None:
    """A forum, a basic group that becomes one, and a bot that leaves."""
    crowd = await found(desk)
    topic = await crowd.topic()
    await people_act(crowd, topic)
    await bot_sends(crowd, topic)
    await bot_manages(crowd, topic)
    await crowd.api("leaveChat")
    basic = await found(desk, forum=False)
    await basic.act(basic.owner, "remove", {"user": BOT})
    await basic.act(basic.owner, "add", {"user": BOT})
    await desk.sim("PATCH", f"/groups/{basic.id}", {"forum": True, "title": "Переезд"})


async def people_act(crowd: Crowd, topic: int) -> None:
    """Messages, topics and members by people's hands."""
    maria = await crowd.desk.person(first_name="Мария")
    await crowd.act(maria, "join")
    await crowd.act(crowd.owner, "promote", {"user": maria.id, "rights": ["can_pin_messages"], "title": "мастер"})
    said = await crowd.say(maria, "/help когда?", topic=topic)
    at = {"message_id": said["message_id"]}
    await crowd.say(crowd.guest, "в общем", forward_from=maria.id)
    await crowd.say(crowd.guest, "ответ", reply_to=said["message_id"], quote="когда")
    await crowd.act(maria, "edit", {**at, "text": "иначе"})
    await crowd.act(maria, "reaction", {**at, "emoji": "👍"})
    await crowd.act(maria, "pin", at)
    await crowd.act(maria, "location", {"latitude": 55.7, "longitude": 37.6, "topic": topic})
    await crowd.send(maria, "photo", ("1.png", PNG), ("2.png", PNG), topic=topic, caption="альбом")
    await crowd.act(crowd.owner, "remove", {"user": maria.id})
    await crowd.act(crowd.guest, "leave")
    await crowd.act(crowd.guest, "join")
    path = f"/groups/{crowd.id}/{crowd.owner.id}/topics"
    hand_made = await crowd.hand_topic()
    await crowd.desk.sim("PATCH", f"{path}/{hand_made}", {"name": "Иначе", "closed": True})
    await crowd.desk.sim("PATCH", f"{path}/{hand_made}", {"closed": False})


async def bot_sends(crowd: Crowd, topic: int) -> None:
    """Into the topic, into General, as an answer from elsewhere."""
    sent = await crowd.api("sendMessage", text="Обращение", message_thread_id=topic, reply_markup=MARKUP)
    pressed = await crowd.act(crowd.guest, "press", {"message_id": sent["message_id"], "row": 0, "column": 0})
    await crowd.desk.api("answerCallbackQuery", callback_query_id=pressed["callback_query_id"])
    await crowd.api("sendMessage", text="в общем", reply_parameters={"message_id": sent["message_id"]})
    other = await crowd.topic("другая")
    await crowd.api("sendMessage", text="сюда", message_thread_id=other, reply_parameters={"message_id": sent["message_id"]})
    await crowd.api("copyMessage", from_chat_id=crowd.id, message_id=sent["message_id"], message_thread_id=other)
    await crowd.api("sendChatAction", action="typing", message_thread_id=topic)
    await crowd.api("pinChatMessage", message_id=sent["message_id"])
    await crowd.api("getChat")
    await crowd.api("unpinAllForumTopicMessages", message_thread_id=topic)
    await crowd.api("unpinAllGeneralForumTopicMessages")


async def bot_manages(crowd: Crowd, topic: int) -> None:
    """Topics, General, questions about members."""
    at = {"message_thread_id": topic}
    icon = (await crowd.desk.api("getForumTopicIconStickers"))[0]["custom_emoji_id"]
    await crowd.api("editForumTopic", **at, name="иначе", icon_custom_emoji_id=icon)
    await crowd.api("closeForumTopic", **at)
    await crowd.api("reopenForumTopic", **at)
    await crowd.api("deleteForumTopic", **at)
    await crowd.api("editGeneralForumTopic", name="Общий")
    for change in ("close", "reopen", "hide", "unhide"):
        await crowd.api(f"{change}GeneralForumTopic")
    await crowd.api("getChatAdministrators")
    await crowd.api("getChatMemberCount")
    await crowd.api("getChatMember", user_id=crowd.guest.id)
    await crowd.api("getChatMember", user_id=crowd.owner.id)
    await crowd.api("getChatMember", user_id=BOT)
