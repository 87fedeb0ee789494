## The agents' Telegram group: a request's card and its conversation in a topic
group-client = Client
group-answer-by = { $who } → client
group-note-by = Note, { $who }
group-question-by = Question to a colleague ({ $to }), { $who }
group-question-answer-by = A colleague’s answer, { $who }
group-from-bot = Bot → client
group-forwarded = Forwarded from: { $who }
group-mark-withdrawn = taken back
group-mark-edited = edited
group-mark-failed = not delivered
group-mark-blocked = the client has blocked the bot
group-mark-no-channel = the client has no Telegram
group-not-shown = A part of the conversation cannot be shown here: it is in the console.
group-moved = This request is now with another station. This topic is no longer updated.
group-over = This message went to nobody: this topic no longer belongs to a request.
group-left-behind = { $who }, the topic you wrote in has been deleted. Your message is kept here as a note; the client has not received it.
group-over-deleted = { $who }, your message about request No. { $number } reached nobody: its topic has been deleted.
group-left-behind-refused = { $who }, the topic you wrote in has been deleted, and your message was not kept. { $why }
group-left-behind-change = { $who }, the topic you wrote in has been deleted. Messages from it can be corrected or taken back in the console.
group-about = No. { $number }. { $said }
group-card-client = Client: { $who }
group-card-unverified = { $phone } (not verified)
group-card-no-telegram = no Telegram
group-card-car = Vehicle: { $car }
group-card-before = { $count ->
    [one] Before: { $count } request. The last: № { $number }, { $what }, { $ended }
    [few] Before: { $count } requests. The last: № { $number }, { $what }, { $ended }
   *[other] Before: { $count } requests. The last: № { $number }, { $what }, { $ended }
}
group-card-still-open = still open
group-card-reason = Why now: { $reason }
group-card-led = Handled by: { $who }
group-card-unled = { $state ->
    [queued] In the queue: nobody handles it
   *[waiting] Waiting for the client, nobody handles it
}
group-card-due = { $late ->
    [yes] ⏰ An answer was due { $when }
   *[no] Answer: { $when }
}
group-card-promised = { $late ->
    [yes] ⏰ Promise overdue: { $when }
   *[no] Promised: { $when }
}
group-card-call = ☎ Call: { $phone }
group-card-blocked = The client has blocked the bot: you cannot write to them
group-card-closed = Closed. Outcome: { $outcome }. { $summary }
group-alarm-danger = DANGER
group-alarm-law = LEGAL
group-mode-answers = What the agent in charge writes goes to the client. For a note, begin with “!”
group-mode-notes = What the agent in charge writes stays a note. For an answer to the client, begin with “!”
group-mode-answers-call = You cannot write to this client: what the agent in charge writes is logged as a call. For a note, begin with “!”
group-mode-notes-call = What the agent in charge writes stays a note. For what to tell the client by phone, begin with “!”
group-person = { $shift ->
    [on] { $name }, on shift
    [away] { $name }, away
    [withdrawn] { $name }, paused
   *[off] { $name }, off shift
}
group-until = { $day } by { $time } ({ $city })

## Buttons
group-button-next = ▶ Next request
group-button-on = On shift
group-button-away = Away
group-button-off = End shift
group-button-notes = ✎ Switch to notes
group-button-answers = ✉ Switch to answers
group-button-promise = Promise
group-button-call = Call
group-button-call-reached = Reached
group-button-call-no-answer = No answer
group-button-call-wrong-number = Wrong number
group-button-transfer = Transfer
group-button-to-type = Another type
group-button-to-unit = Another station
group-button-to-agent = A colleague
group-button-return = Return
group-button-close = ✓ Close
group-button-back = ← Back
group-button-cancel = ← Cancel
group-button-by-call = ☎ Promise a call
group-button-by-answer = ✉ Promise an answer

## Questions of the card
group-ask-summary = { $who }, outcome: { $outcome }. Write in one message what you found out and did. The client does not see it.
group-ask-transfer = { $who }, transferring to: { $target }. Write the reason in one message. The client does not see it.
group-ask-return = { $who }, returning to the queue. Write the reason in one message. The client does not see it.
group-asked-first = First answer the card’s question, or press “Cancel”.
group-choose-first = This did not go to the client: a menu of the card is open. Choose in it or press “Back”, then write again.
group-done-summary = The request is closed.
group-done-transfer = The request is transferred. The client knows.
group-done-return = The request is back in the queue.

## The panel in General
group-panel-title = Reception · { $unit }
group-panel-waiting = { $count ->
    [0] Nobody in the queue
    [one] { $count }{ $more ->
        [yes] {" "}or more
       *[no] {""}
    } request is waiting
    [few] { $count }{ $more ->
        [yes] {" "}or more
       *[no] {""}
    } requests are waiting
   *[other] { $count }{ $more ->
        [yes] {" "}or more
       *[no] {""}
    } requests are waiting
}
group-panel-person = { $state ->
    [on] ● { $name }: { $held } in hand
    [withdrawn] ○ { $name }: { $held } in hand, paused
   *[away] ○ { $name }: { $held } in hand, away
}
group-panel-nobody = Nobody is on shift
group-next-taken = № { $number }: opening a topic
group-next-elsewhere = № { $number }: the topic opens in its own station’s group
group-shift-on = You are on shift
group-shift-away = You are away: no new requests come
group-shift-off = Your shift is over
group-shift-hands-full = You still have requests in hand. The bot has listed them here in General: write in one message what whoever takes them next should know.

## What the bot replies
group-promised = The client knows when to expect it
group-noted = Noted
group-outdated = This button is out of date. See the card at the top of the topic.
group-not-connected = This group is not connected to a station.
group-stranger-press = The buttons work for this station’s staff only. If you work here, ask a head to put your Telegram into your staff card.
group-stranger = This message went to nobody: the bot does not know you as a member of this station’s staff.
group-anonymous = This message went to nobody: the bot cannot see who wrote it. Switch off admin anonymity.
group-not-owner = { $who ->
    [none] Nobody handles this request: this did not go to the client, your words are kept as a note.
   *[other] { $who } answers the client: your words are kept as a note.
}
group-unknown-command = There is no such command, and this did not go to the client. There are /card, /note, /answer and /undo (in reply to your own message).
group-edit-kind = This edit was not taken: it cannot turn an answer into a note or a note into an answer. Write a new message instead.
group-taken-back = Taken back: the client no longer sees it.
group-take-back-how = Reply with /undo to the message of yours that you want to take back.
group-failed = Not delivered: Telegram did not accept this message.
group-blocked = Not delivered: the client has blocked the bot. Call them.
group-no-channel = The client has no Telegram: a call is noted. After it, press “Call”.
group-missing = It cannot be closed yet, this is missing: { $names }. Fill it in on the request’s page in the console, then write the summary again, or press “Cancel”.
group-closed-by-hand = The request is still open, so the topic is open again. To close the request, press “Close” on the card.
group-invalid-seen-the-client-has-written-since = The client wrote while you were closing, so it is still open. Read it. To close all the same, write the summary again. To answer the client, press “Cancel” first.
group-invalid-seen-asked-before = The client has written since the card asked: nothing was done, and this did not go to the client. Read it and start again.
group-invalid-message-not-delivered = Only a message that has been delivered can be corrected.
group-invalid-text-may-not-read = May not read this request: { $name }. Take the name out of the note, or transfer the request first.
group-invalid-text-too-many-named = Too many names in one note: at most { $most }.
group-invalid-text-cannot-be-changed = This message can no longer be changed in the client’s chat. Write a new one.
group-invalid-text-too-long-to-be-changed = That much text does not fit into this message. Write a new one.
group-invalid-by-call-no-phone = The client’s phone is not known: a call cannot be promised.
group-invalid-text-gaps = This has not gone to the client: { $gaps } is not filled in. Write it yourself and send it again: in the group the bot does not fill in braces.
group-invalid-braces-no-variable = This has not gone to the client: it has { $braces }, which is not a variable, so the client would see the braces as they are. Correct it. If you mean it, send the same words once more.
group-invalid-text-new-braces = The edit has not gone to the client: it has { $braces }, and the client would see the braces as they are. Correct it. If you mean it, write it in a new message.
group-invalid-due-at-past = That time has passed: choose another.
group-invalid-agent-unknown = It cannot be transferred to this person.

## Connecting
group-connected = Group connected: { $unit }. Requests that you take will appear here as topics.
group-connect-wrong = There is no such code, or it has expired. For a new one: console, “Settings”, the station, “Telegram group”.
group-connect-taken = This group is connected to another station already. Disconnect it there first.
group-disconnected = The group is no longer connected to the station. Work goes on in the console.
group-lacks-gone = The bot is not in the group: add it again.
group-lacks-not-admin = Make the bot an administrator who may manage topics.
group-lacks-not-forum = Switch on topics in the group’s settings.
group-lacks-no-topics = Give the bot the right to manage topics.
staff-told-group-gone = The bot is no longer in the agents’ group: { $unit }. Work goes on in the console. To get the group back: “Settings”, the station, “Telegram group”.

## Closing by the script
group-ask-field = { $who }, this outcome lacks: { $target }. Write it in one message. The client does not see it.
group-button-no-result = No further detail
group-button-month = in a month
group-button-quarter = in 3 months
group-button-half = in half a year
group-button-year = in a year
group-missing-next-visit = the client’s visit
group-missing-next-title = what to remind of
group-missing-next-due-at = when to remind
group-card-missing = Missing: { $names }

## Commands in the menu of the group
group-command-card = show the request’s card here
group-command-note = a note for colleagues
group-command-answer = an answer to the client
group-command-undo = take an answer back (in reply to your message)
group-command-panel = show the panel with the next request
group-unhandled = This could not be handled, and it did not go to the client. Repeat it, or do it in the console.

## The end of a shift with requests in hand
group-shift-ask = { $who }, you still have requests in hand.
group-shift-back = Going back to the queue: { $numbers }
group-shift-silent = Waiting for their client: { $numbers }
group-shift-note = Write here, in one message, what whoever takes them next should know. The note goes into each request; clients do not see it.
group-shift-note-or-not = Write here, in one message, what whoever takes them next should know, or hand over without a note. Clients do not see notes.
group-shift-changed = Your shift is not over: the list has changed meanwhile. Look at it and answer again.
group-shift-handed = { $who }: the shift is over. Handed over with the note: { $numbers }
group-shift-handed-bare = { $who }: the shift is over. Handed over: { $numbers }
group-shift-emptied = { $who }: the shift is over. Nothing was left in hand, so no note was needed.
group-shift-stays = { $who }: the shift goes on, the requests stay yours.
group-shift-foreign = { $who ->
    [none] This question is not for you.
   *[other] This question is not for you: it is { $who } who ends the shift.
}
group-shift-outdated = This question is out of date. To end your shift, press “End shift” on the panel.
group-shift-words = The note has to be in words: files and commands cannot be part of it.
group-shift-drop-word = cancel
group-button-shift-bare = Hand over without a note
group-button-shift-drop = ← Cancel
group-invalid-note-too-long = The note is too long: up to 1000 characters fit. Make it shorter; your shift is not over yet.

## A photo and a visit without which nothing is closed
group-ask-photo = { $who }, this outcome lacks: { $target }. Send a photo or a file here. The client does not get it.
group-invalid-photo-not-a-picture = A photo, a video or a file is needed: send it here, or press “Cancel”. The client does not get it.
group-ask-visit = { $who }, this outcome needs a visit. Book it in the console, then press “Done, close”.
group-visit-first = The summary is kept, but this outcome needs a visit. Open request № { $number } in the console, book the visit, then press “Done, close”.
group-missing-visit = The client has no visit yet. Book it in the console, then press “Done, close”.
group-button-book = Book in the console
group-button-closing = ✓ Done, close
