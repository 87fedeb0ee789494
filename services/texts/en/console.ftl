## General
console-product = Priyomka
console-tagline = The agent’s desk
console-skip = Skip to content
console-places = Sections
console-my-requests = My requests
console-all-requests = All requests
console-help = Help and keys
console-client = Client
console-client-unnamed = No name
console-bot = Bot
console-system = System
console-yes = yes
console-no = no
console-any = any
console-choose = choose
console-save = Save
console-today = Today
console-yesterday = Yesterday
console-minutes = { $minutes ->
    [0] under a minute
   *[other] { $minutes } min
}
console-hours-minutes = { $minutes ->
    [0] { $hours } h
   *[other] { $hours } h { $minutes } min
}
console-days-hours = { $hours ->
    [0] { $days } d
   *[other] { $days } d { $hours } h
}
console-kilobytes = { $size } KB
console-megabytes = { $size } MB

## Signing in
console-sign-in = Sign in
console-sign-out = Sign out
console-login = Login
console-password = Password
console-sign-in-wrong = Wrong login or password.
console-change-password = Change password
console-password-first = This password works only once. Please choose your own to go on.
console-password-old = Current password
console-password-new = New password
console-password-again = New password again
console-password-hint = { $count ->
    [one] At least { $count } character.
   *[other] At least { $count } characters.
} A few random words do well. You will have to sign in again on other devices.

## The shift and Next
console-shift = Shift
console-shift-on = On shift
console-shift-away = On a break
console-shift-off = Off shift
console-next = Next request
console-next-off-shift = Start your shift to take requests.
console-next-promise-overdue = { $count ->
    [one] Answer first: the promise is overdue in
   *[other] Answer first: promises are overdue in
}
console-next-wip-limit = { $limit ->
    [one] You have { $limit } request in hand, which is your limit. Close it first.
   *[other] You have { $limit } requests in hand, which is your limit. Close one of them first.
}
console-waiting = { $count ->
    [0] The queue is empty.
    [one] { $count } request is waiting for you.
   *[other] { $count } requests are waiting for you.
}
console-waiting-many = More than { $count } requests are waiting for you.
console-in-hand = In hand
console-of = { $held } of { $limit }
console-nothing-in-hand = Nothing in hand
console-line-stand = Wait for the next one
console-line-hint = It comes by itself as soon as there is one; those who wait get equal shares
console-line-in = You are waiting: the next request comes by itself
console-line-leave = Stop waiting
console-press-next = Clients are waiting. Press “Next request”: you will get the one that has waited longest.
console-hello = Hello, { $name }!
console-hello-off = You are off shift, so no requests come to you. Start when you are ready.
console-hello-qa = You read conversations and leave notes; you do not write to clients.
console-choose-held = Open a request from the list
console-choose-held-hint = The clients who have waited longest come first.
console-done-closed = Request № { $number } is closed.
console-done-transferred = Request № { $number } has been transferred.
console-done-returned = Request № { $number } is back in the queue.

## A request
console-conversation = Conversation
console-messages = Messages
console-waits = waiting { $time }
console-answer-late = answer overdue
console-answer-by = answer: { $when }
console-unanswered = { $count ->
    [one] { $count } message unanswered
   *[other] { $count } messages unanswered
}
console-you-said = You:
console-alarm-danger = Danger
console-alarm-law = Legal
console-promise-until = promised: { $when }
console-promise-overdue-since = promise overdue: { $when }
console-call-wanted = ☎ call:
console-client-blocked = has blocked the bot
console-led-by = handled by { $name }
console-closed-with = closed: { $outcome }
console-rated = rated { $mark } of 5
console-times-in = times: { $city }
console-reason-oldest = It has waited longest: { $waited }.
console-reason-weighed = Next by the rules: it waited { $waited }, which counted as { $counted } ({ $boosts }).
console-reason-promise = Next by the rules: what was promised to the client was falling due. It waited { $waited }.
console-reason-deadline = Next by the rules: the answer was falling due. It waited { $waited }.
console-reason-reserved = Kept for you: you handled it before, or it was transferred to you. It waited { $waited }.
console-reason-danger = Ahead of the queue: danger is mentioned. It waited { $waited }.
console-reason-law = Ahead of the queue: a legal matter. It waited { $waited }.
console-reason-override = Assigned by { $by }: { $reason }
console-reload = Reload
console-show-earlier = Show earlier messages
console-earlier-message = An earlier message
console-note-tag = note, hidden from the client
console-system-tag = automatic
console-edited-at = edited at { $time }
console-until = { $when }, before the edit:
console-quote = reply to this
console-no-quote = No quote
console-quoting = Replying to:
console-new-below = New message ↓
console-reading-closed = This request is closed. If the client writes, it opens again under the same number.
console-reading-other = You are reading: only the person who handles the request writes to the client.

console-delivery-queued = sending
console-delivery-sent = sent
console-delivery-retry = not going through, trying again
console-delivery-blocked = not delivered: the client has blocked the bot
console-delivery-failed = not delivered
console-delivery-maybe-twice = sent, perhaps twice
console-delivery-no-channel = no chat, please call

console-file-pending = loading…
console-file-failed = could not be fetched
console-file-too-large = over 20 MB, Telegram does not pass it on
console-kind-photo = Photo
console-kind-document = Document
console-kind-voice = Voice message
console-kind-audio = Audio
console-kind-video = Video
console-kind-video-note = Video message
console-kind-sticker = Sticker
console-kind-animation = Animation

console-course-request-assigned = Handled by { $agent } (from the queue)
console-course-request-overridden = { $who }: assigned to { $agent } past the queue
console-course-request-transferred = { $named ->
    [no] { $who }: transferred, it is in the queue again
   *[other] { $who }: transferred to { $agent }
}
console-course-request-given-back = { $stated ->
    [no] { $who }: returned to the queue
   *[yes] { $who }: returned to the queue. Reason: { $reason }
}
console-course-request-closed = { $who }: closed, { $outcome }
console-course-request-reopened = { $why ->
    [low-rating] Opened again: a low rating
   *[other] Opened again: the client wrote
}
console-course-request-released = { $why ->
    [agent-left] The agent has left: nobody handles the request now
   *[other] The client has been silent for a long time: nobody handles the request now
}
console-course-request-alarm = { $alarm ->
    [law] Moved up the queue: a legal matter
   *[other] Moved up the queue: danger is mentioned
}
console-course-request-unit = The client chose the station: { $unit }{ $promised ->
    [yes] . An answer is promised { $due }
   *[no] {""}
}
console-course-request-opened = { $alarm ->
    [danger] The request was received. The client was told what to do in danger
   *[other] The request was received. An answer is promised { $due }
}
console-course-script-asked = { $asked ->
    [yes] The bot asked: “{ $question }”
   *[no] The bot asked a question
}{ $left ->
    [skipped] . The client skipped it
   *[other] {""}
}
console-course-request-rated = The client’s rating: { $rating } of 5
console-course-request-reachability = { $blocked ->
    [yes] The client has blocked the bot: messages will not arrive
   *[no] The client accepts messages again
}
console-course-promise-made = { $who } promises { $call ->
    [yes] a call
   *[no] an answer
}: { $due }
console-course-promise-kept = { $late ->
    [yes] The promise was kept, but late
   *[no] The promise was kept
}
console-course-promise-slips = The client has been told that the promise slips: { $due }
console-course-request-lapsed = { $agent }: no answer for { $minutes }, back in the queue
console-course-request-missed = { $clock ->
    [first-answer] The first answer was not given in time: { $due }
    [next-answer] No answer was given in time: { $due }
    [promise] The promise was not kept in time: { $due }
    [resolve] The matter was not settled in time: { $due }
    [handoff] No answer in time after a transfer: { $due }
    [question] A colleague did not answer a question in time: { $due }
    [danger] Danger: nobody has taken the request
   *[lease] { $agent }: the client is waiting without an answer
}. The head and quality control have been told
console-course-request-escalated = The director has been told: what was missed is still not made good
console-course-request-made-good = What was missed has been made good
console-course-promise-overdue = The promise is overdue
console-course-call-wanted = The client is to be called

## Actions
console-act-answer = Answer
console-act-note = Note
console-act-promise = Promise
console-act-call = Call
console-act-transfer = Transfer
console-act-return = Return to the queue
console-act-close = Close
console-act-override = Assign
console-answer-label = Answer to the client ({ $name })
console-answer-placeholder = Answer to the client…
console-answer-send = Send
console-answer-no-chat = The client has only a phone: the answer becomes a call to make.
console-answer-blocked = The client has blocked the bot: the message will not arrive.
console-attach = Files
console-note-label = A note for colleagues, the client will not see it
console-note-save = Save the note
console-promise-hint = The client is told by when to expect it. Times: { $city }.
console-promise-note = What is promised (for yourself, optional)
console-promise-due = Another time ({ $city })
console-promise-save = Promise
console-preset-30m = In 30 min: { $when }
console-preset-1h = In an hour: { $when }
console-preset-today = By the evening: { $when }
console-preset-tomorrow = In the morning: { $when }
console-call-to = Call:
console-call-note = What the client said (optional)
console-call-reached = Reached
console-call-no-answer = No answer
console-call-wrong-number = Wrong number
console-transfer-hint = The request goes back into the queue with the whole conversation and keeps its place. The client is told, and need not tell the story again.
console-transfer-type = Type
console-transfer-unit = Station
console-transfer-agent = Colleague
console-transfer-reason = Why you transfer it (required)
console-transfer-do = Transfer
console-return-to = { $place ->
    [silent] The client is silent for now: nobody will handle the request, and it is queued once they write.
    [ahead] The request goes back into the queue, nearer the front than it stood.
   *[same] The request goes back to its place in the queue.
}
console-return-rest = It will not come to you again for { $time }.
console-return-told = The client is not told; your head sees the reason.
console-return-reason = Why you return it (required)
console-return-why-not-mine = Not my subject
console-return-why-specialist = Needs another specialist
console-return-why-personal = Personal reasons
console-return-why-known = I know the client
console-return-do = Return to the queue
console-unchanged = unchanged: { $now }
console-anybody = anybody suitable
console-close-outcome = Outcome
console-close-summary = What was found out and done (hidden from the client)
console-close-message = Message to the client (optional)
console-close-message-placeholder = The standard text if empty
console-close-do = Close the request
console-override-hint = An assignment past the queue. It is recorded, and visible to everybody who reads the request.
console-override-agent = Who will handle it
console-override-reason = Reason (required)
console-override-do = Assign
console-person = { $name }: { $shift }, holds { $held }
console-draft-saved = Draft saved
console-draft-unsaved = Draft not saved: no connection

## The client's card
console-card = Client’s card
console-phone = Phone
console-quoted = “{ $said }”
console-phone-unverified = not verified
console-phone-none = not known
console-language = Language
console-tier = Tier
console-unit = Station
console-unit-unknown = not chosen
console-source = Source
console-vehicle = Vehicle
console-known = What is known
console-earlier = Earlier requests
console-earlier-none = No other requests.
console-language-ru = Russian
console-language-en = English
console-source-telegram = Telegram
console-source-site = website
console-source-phone = phone
console-vehicle-make = Make
console-vehicle-model = Model
console-vehicle-year = Year
console-vehicle-vin = VIN
console-vehicle-plate = Plate
console-vehicle-mileage-km = Mileage, km

## The list for heads
console-find = Find
console-find-placeholder = number, phone or name
console-filter-state = State
console-filter-unit = Station
console-filter-type = Type
console-filter-agent = Handled by
console-created = Received
console-show = Show
console-show-older = Show earlier ones
console-nothing-found = Nothing found.

## Words of the queue
console-type-booking = Booking
console-type-reschedule = Rescheduling
console-type-repair-status = Repair status
console-type-order-eta = Order arrival
console-type-order-support = About an order
console-type-parts-selection = Parts selection
console-type-warranty = Warranty
console-type-claim = Claim
console-type-price = Price
console-type-callback = Callback
console-type-other = Other
console-state-queued = queued
console-state-assigned = in hand
console-state-waiting-client = waiting for the client
console-state-promised = answer promised
console-state-closed = closed
console-state-open = all open
console-state-all = all
console-outcome-solved = Solved
console-outcome-booked = Booked
console-outcome-answered = Answered
console-outcome-no-answer = Could not be reached
console-outcome-refused = Declined
console-outcome-not-target = Not for us
console-outcome-duplicate = Duplicate
console-outcome-spam = Spam
console-role-agent = agent
console-role-head = head
console-role-director = director
console-role-qa = quality control
console-role-admin = administrator
console-field-text = Text
console-field-summary = What was found out and done
console-field-message = Message to the client
console-field-reason = Reason
console-field-note = Remark
console-field-due-at = Time
console-field-type = Type
console-field-unit = Station
console-field-agent = Colleague
console-field-outcome = Outcome
console-field-vin = VIN
console-field-login = Login

## What is wrong
console-missing-outcome = Choose an outcome.
console-missing-summary = Write what was found out and done.
console-invalid-other = This does not work: please check this field.
console-invalid-required = Please fill this in.
console-invalid-unknown = There is no such choice: reload the page and choose again.
console-invalid-text-required = Write something or attach a file.
console-invalid-text-longer-than-n-characters = Too long: one message holds up to 20,000 characters. Split the text or attach it as a file.
console-invalid-longer-than-n-characters = Too long: up to 20,000 characters.
console-invalid-due-at-past = This time has passed.
console-invalid-due-at-too-far = Too far away: a promise reaches at most a year ahead.
console-invalid-due-at-not-a-moment = Give a date and a time.
console-invalid-due-at-required = Give a time, or press one of the buttons.
console-invalid-type-one-of-type-unit-agent-is-required = Choose where it goes: a type, a station or a colleague.
console-invalid-agent-is-yourself = That is you.
console-invalid-agent-unknown = Choose a colleague.
console-invalid-seen-the-client-has-written-since = The client has just written: read the message and close again.
console-invalid-reason-required = Please give a reason.
console-invalid-reason-longer-than-n-characters = Too long: a reason takes up to 1,000 characters.
console-invalid-files-too-large = The file is over 20 MB. Everything else has been kept.
console-invalid-files-more-than-n = One message takes at most 10 files.
console-invalid-attachments-more-than-n = One message takes at most 10 files.
console-invalid-attachments-unknown = The file was not found: please attach it again.
console-invalid-old-wrong = The current password is wrong.
console-invalid-new-too-short = Too short.
console-invalid-new-too-long = Too long.
console-invalid-new-same = The same as the current one.
console-invalid-new-is-the-login = The password cannot be the login.
console-invalid-again-differs = The passwords differ.

console-problem-400 = Not understood
console-problem-400-why = The browser sent something that could not be read. Please go back and try again.
console-problem-401 = Please sign in
console-problem-401-why = Your session has ended, so nothing was sent. Copy the text, sign in and send it again.
console-problem-403 = No access
console-problem-not-sent = Not sent
console-problem-403-why = You are not allowed to do this.
console-problem-404 = Not found
console-problem-404-why = There is no such page, or you have no access to it.
console-problem-405 = Not possible
console-problem-405-why = This page does not open this way.
console-problem-409 = It did not work
console-problem-409-why = This cannot be done now.
console-problem-413 = Too large
console-problem-413-why = This is too much to take in at once.
console-problem-422 = It did not work
console-problem-422-why = Please check what you have filled in and try again.
console-problem-429 = Too many attempts
console-problem-429-why = Please wait a little and try again.
console-problem-500 = Something broke
console-problem-500-why = This is our mistake, and it has been recorded. Please try again.
console-problem-503 = Temporarily unavailable
console-problem-503-why = This is usually short. Nothing was lost, but nothing was sent either: try again in a few seconds.
console-problem-foreign = The request came from another site and was not carried out.
console-problem-stale-form = The page was out of date, for example because you signed in again in another tab. Nothing was sent.
console-kept-words = Your text is kept here:
console-send-again-button = Send again
console-to-desk = Back to my requests
console-to-sign-in = Sign in

## Connection
console-live-offline = No connection, trying again. You can read and write: your answer stays in the field and is saved when the connection is back.
console-live-online = Connected again
console-live-over = Your session has ended. Sign in in a new tab: what you have typed stays here.
console-send-failed = Not sent: no connection. The text is still in the field.
console-send-again = The page has been renewed. Press “Send” once more.
console-no-longer-yours = This request is no longer yours: it cannot be answered from here, but you can copy the text.

## Help
console-keys = Keys
console-keys-hint = They work while the cursor is not in a text field, in any keyboard layout.
console-keys-off = Turn single-letter keys off in this browser
console-key-next = next request
console-key-held = next and previous of the requests in hand
console-key-answer = write an answer
console-key-send = send what is typed
console-key-note = note
console-key-promise = promise
console-key-call = outcome of a call
console-key-transfer = transfer
console-key-return = return to the queue
console-key-close = close
console-key-override = assign (heads)
console-key-log = to the conversation, then scroll with the arrows
console-key-back = leave the field, shut what is open
console-rules = Rules of the queue
console-rule-next = Requests are not chosen: “Next request” hands out the one that has waited longest, or an urgent one.
console-rule-limit = { $limit ->
    [one] At most { $limit } request in hand.
   *[other] At most { $limit } requests in hand.
}
console-rule-promise = An overdue promise bars new requests until you answer. Moving it does not help.
console-rule-close = A request can be closed once its outcome and what was found out are recorded.
console-rule-owner = Only the person who handles a request writes to the client.
console-rule-draft = What you type as an answer is saved by itself and survives a reload.

## Outcomes of calls (in the conversation)
call-reached = Reached.
call-no-answer = The client did not answer.
call-wrong-number = This is not the client’s number.
