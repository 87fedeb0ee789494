"""An example of every body and query, for the OpenAPI document; tests hold each against its model."""

from typing import Any

_FRIDAY = "2026-11-27T09:30:00+03:00"
_MONEY = {"amount": "4500.00", "currency": "RUB"}

BODIES: dict[str, dict[str, Any]] = {
    "book": {"unit": "msk", "works": ["oil"], "starts_at": _FRIDAY, "client_ref": "c-17", "vehicle_ref": "v-17", "comment": "Стук слева"},
    "moveAppointment": {"starts_at": _FRIDAY},
    "cancelAppointment": {"reason": "Клиент передумал"},
    "putClient": {"name": "Анна Смирнова", "phone": "+79161234567", "birthday": "1988-03-14"},
    "putVehicle": {"client_ref": "c-17", "make": "Lada", "model": "Vesta", "year": 2021, "plate": "А123ВС77", "mileage_km": 64500},
    "putRepairOrder": {
        "client_ref": "c-17", "vehicle_ref": "v-17", "unit": "msk", "status": "approval", "promised_at": "2026-11-27T18:00:00+03:00",
        "version": 3, "lines": [{"id": "1", "title": "Замена колодок", "kind": "work", "price": _MONEY, "danger": "red"}],
    },
    "putPartsOrder": {
        "client_ref": "c-17", "unit": "msk", "status": "ordered", "expected_at": _FRIDAY, "items": [{"title": "Колодки", "count": 2}],
        "version": 1,
    },
    "openRequest": {
        "source": "site", "phone": "+79161234567", "name": "Анна", "text": "Нужны колодки на Весту", "type": "parts_selection",
        "unit": "msk", "fields": {"parts": "колодки передние"},
    },
    "putTags": {"tags": ["warranty-dispute", "vip"]},
    "nextRequest": {},
    "sendMessage": {"text": "Колодки есть, 4 500 ₽ с работой. Записать вас?", "reply_to": "1024"},
    "editMessage": {"text": "Колодки есть, 4 700 ₽ с работой. Записать вас?"},
    "withdrawMessage": {},
    "reactToMessage": {"emoji": "👍"},
    "promise": {"due_at": _FRIDAY, "note": "Узнать цену у поставщика", "by_call": False},
    "transfer": {"reason": "Нужен эксперт по гарантии", "type": "warranty", "confirmed": False},
    "askColleague": {"text": "Подойдут ли эти колодки на Весту 2021 года?", "skill": "parts_selection"},
    "answerColleague": {"text": "Да, подойдут."},
    "remindColleague": {},
    "withdrawQuestion": {},
    "giveBack": {"reason": "Заканчиваю смену, клиент ждёт ответа"},
    "layAside": {"until": "2026-11-30T10:00:00+03:00", "reason": "Клиент решит после выходных"},
    "sendPiece": {"kind": "booking_link", "unit": "msk", "works": ["oil", "pads"]},
    "recordCall": {"outcome": "reached", "note": "Договорились на пятницу"},
    "closeRequest": {
        "outcome": "solved", "result": "ordered", "summary": "Заказали колодки, предоплата внесена", "fields": {"vin": "XTAGFK330KY123456"},
        "next": {"kind": "promise", "due_at": _FRIDAY, "title": "Сообщить о приходе"},
    },
    "setShift": {"state": "on"},
    "moveClock": {"shift_seconds": 3600},
}  # fmt: skip

QUERIES: dict[str, dict[str, Any]] = {
    "listSlots": {"unit": "msk", "works": "oil,pads", "from": _FRIDAY},
    "listAppointments": {"unit": "msk", "from": "2026-11-27T00:00:00+03:00", "to": "2026-11-28T00:00:00+03:00"},
    "findClients": {"phone": "+79161234567"},
    "listRequests": {"state": "queued", "type": "claim", "unit": "msk", "tag": "vip"},
    "searchConversations": {"q": '"колодки на Весту" -диски', "unit": "msk", "said": "in", "order": "relevance"},
    "listScripts": {"type": "claim", "unit": "msk"},
}

# What the summary cannot say.
MORE = {
    "nextRequest": "The queue chooses (W4); 204 where nothing waits that the caller may have. What comes is the caller's at once.",
    "giveBack": "By the unit's rules it keeps its place or goes ahead, and does not come to the caller again at once. An overdue "
    "promise is kept first (W5).",
    "withdrawMessage": "It disappears from the client's chat and stays on record, marked. If it was the only answer, the client "
    "waits again.",
    "editMessage": "The client's copy changes; the old words stay on record.",
    "askColleague": "The question and its answer are notes. A question has a deadline; one that is late is missed as every clock.",
    "listQuestions": "The most pressing first. A colleague sees the question and what it is about, not the conversation.",
    "answerColleague": "The first answer settles it; after that, or once it was taken back, `closed`.",
    "withdrawQuestion": "By who asked, or leads the request now.",
    "listTags": "Named in the caller's language; those out of use last, with `active` false.",
    "putTags": "Agents tag what they lead, heads whatever belongs to their units. A tag out of use can be taken off, not put on.",
    "listScripts": "Fields with their kinds, and results with what each needs and leads to: what `close` asks for.",
    "searchConversations": "Only what the caller may read is found. `looked_for` says what else was looked for in place of a slip; "
    "`complete` is false where the search was ended early. Who looked for what goes on the audit trail.",
    "layAside": "It stays the caller's and counts in their limit. Only what waits for its client or for a promised time (`client-waits`). "
    "It comes back by itself at that moment, or as soon as the client writes.",
    "takeUp": "Without a body. Nothing happens where it is not laid aside.",
    "sendPiece": "What belongs to another client is refused as `invalid`.",
    "closeRequest": "`wrap-up-incomplete` names in `missing` what the script wants: `outcome`, `summary`, `fields.<code>`, `next.visit`.",
    "transfer": "An overdue promise is kept first (W5).",
}
