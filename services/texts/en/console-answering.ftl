## Answering: who else is here
console-answering-here-open = { $name } is reading this too
console-answering-here-answer = { $name } is writing an answer…
console-answering-here-note = { $name } is writing a note…

## Typical answers
console-answering-own = My saved replies
console-answering-own-hint = Only you see them. In a request, type “/” and the first letters of the title.
console-answering-own-none = You have no replies of your own yet.
console-answering-own-new = New reply
console-answering-own-title = Title
console-answering-own-body = Text of the reply
console-answering-own-add = Add
console-answering-remove = Delete
console-answering-mine = mine
console-answering-given = { $count ->
    [one] sent { $count } time in 90 days
   *[other] sent { $count } times in 90 days
}
console-answering-variables = What can be filled in
console-answering-variables-hint = In braces: in a request the value appears in their place. Where it is not known the braces stay, and the answer is not sent until you fill them.
console-answering-holes = not known: { $gaps }
console-answering-gaps = Fill in before sending: { $gaps }
console-answering-slash-none = There is no such saved reply

## Notes
console-answering-colleagues = Colleagues
console-answering-mention-hint = Mention a colleague: @login

## Sending a place, a card, a link
console-answering-act-piece = Location, card, link
console-answering-place = Point on the map
console-answering-place-send = Send the location
console-answering-cards = A card with buttons, as in the bot
console-answering-card-visit = Visit { $when }: { $works }
console-answering-card-order = Repair order { $number }: { $status }
console-answering-card-parts = Parts order { $number }: { $status }
console-answering-offer-works = Services for the booking link ({ $unit })
console-answering-offer-send = Send the link
console-answering-offer-no-chat = It cannot go by Telegram: the link will appear in a note, pass it on in another way.
console-answering-nothing-to-send = Nothing to send yet: the station has no point on the map and no services to book, the client has no visits or orders.

## Laying aside
console-answering-act-snooze = Lay aside
console-answering-snooze-hint = The request stays yours and counts in your limit, but moves down the list. It comes back at that time, or at once when the client writes.
console-answering-snooze-reason = What we wait for (colleagues see it)
console-answering-snooze-until = Or until an exact time ({ $city })
console-answering-snooze-save = Lay aside
console-answering-snooze-not-now = The client is waiting: answer or promise a time first.
console-answering-laid-until = Comes back: { $when }.
console-answering-laid = comes back: { $when }
console-answering-wake = Take it up now
console-group-aside = Laid aside
console-course-request-snoozed = { $who }: laid aside, comes back { $due }{ $stated ->
    [yes] . Reason: { $reason }
   *[no] {""}
}
console-course-request-woken = No longer laid aside

## A flood of messages
console-answering-pile = { $count ->
    [one] { $count } more message
   *[other] { $count } more messages
}

## Messages kept aside
console-answering-aside = Possible spam
console-answering-aside-link = { $count ->
    [0] Possible spam
    [one] Possible spam: { $count }
   *[other] Possible spam: { $count }
}
console-answering-aside-hint = Spam came from these chats twice. What they write is kept here and does not enter the queue. Clients with a verified phone, a vehicle, a visit or an order never end up here, nor are messages about danger.
console-answering-aside-none = Nothing here.
console-answering-aside-waiting = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
console-answering-aside-since = Treated as spam since: { $when }.
console-answering-aside-last = Last one: { $when }.
console-answering-aside-restore = Return to the queue and no longer treat as spam
console-answering-aside-back = The messages are back in a request.
console-answering-aside-trusted = Messages of this chat are no longer treated as spam.
console-answering-aside-undo = Undo: treat as spam again
console-answering-aside-again = Messages of this chat are treated as spam again. What is back in the queue stays there.

## Export
console-answering-export = Export
console-answering-export-notes = Export with notes
console-answering-doc-title = Conversation of request
console-answering-doc-with-notes = Internal use only: it contains notes of staff that the client has not seen.
console-answering-doc-opened = Opened
console-answering-doc-closed = Closed
console-answering-doc-zone = Times are those of
console-answering-doc-made = Exported
console-answering-doc-edited = edited { $at }
console-answering-doc-withdrawn = taken back { $at }
console-answering-doc-reply = reply to #{ $number }
console-answering-doc-until = Until { $at }:
console-answering-doc-files = Files
console-answering-doc-file = File
console-answering-doc-kind = Type
console-answering-doc-size = Bytes
console-answering-doc-replaced = replaced by the client
console-answering-doc-file-ready = the file is missing
console-answering-doc-file-pending = not fetched yet
console-answering-doc-file-failed = could not be fetched
console-answering-doc-file-too-large = too large, Telegram does not pass it on

## Keys
console-answering-key-slash = at the start of an answer: saved reply by letters
console-answering-key-piece = send a place, a card, a booking link
console-answering-key-snooze = lay aside

## Who looked
console-set-audit-looks = looks into others’ requests
console-set-event-request-read = Request opened
console-set-event-client-read = Client’s card opened
console-set-event-request-exported = Conversation exported
console-set-event-file-read = File of a request opened

## Mistakes
console-invalid-text-gaps = There are gaps left in the text: { $gaps }
console-invalid-braces-no-variable = The text has { $braces }: there is no such variable, and the client would see the braces as they are. Correct it or tick below.
console-answering-braces-meant = It is meant: send it with the braces
console-invalid-text-may-not-read = May not read this request: { $name }. Take the name out of the note, or transfer the request first.
console-invalid-text-too-many-named = Too many names in one note: at most { $most }.
console-invalid-unknown-variable = There is no such variable: “{ $name }”. The list stands beside the text.
console-invalid-aside-until-past = That time has passed.
console-invalid-aside-until-too-far = It can be laid aside for 14 days at most.
console-invalid-aside-until-after-the-promise = You promised the client an answer before that: lay it aside until the promise, or move the promise.
console-invalid-aside-until-required = Choose until when to lay it aside.
console-invalid-aside-until-not-a-moment = That does not look like a date and time.
console-invalid-unit-no-place = This station has no point on the map: it is set in the station’s settings.
console-invalid-card-unknown = This client has no such card.
console-invalid-card-no-telegram = The client has no Telegram: there is nowhere to send a card.
console-invalid-works-too-many = Too many services in one link.
console-invalid-title-ru-too-many = You have 50 replies of your own already. Delete some.
