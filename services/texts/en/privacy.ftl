## /privacy: what we store
command-privacy = My data
privacy-title = Your data with us
privacy-name = Name: { $name }
privacy-phone = { $phone ->
    [none] Phone: not given
   *[other] Phone: { PHONE($phone) }
}
privacy-count-vehicles = { $count ->
    [one] { $count } car
   *[other] { $count } cars
}
privacy-count-visits = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
}
privacy-count-orders = { $count ->
    [one] { $count } repair or parts order
   *[other] { $count } repair or parts orders
}
privacy-count-requests = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
privacy-count-messages = { $count ->
    [one] { $count } message in our conversations
   *[other] { $count } messages in our conversations
}
privacy-consent = { $kind ->
    [advertising] Advertising and offers
   *[service] Storing data to answer you
}: { $state ->
    [given] agreed on { $date }
    [declined] not agreed, since { $date }
   *[never] never asked
}
privacy-copies = Technical copies of messages are deleted automatically: received ones after 14 days, sent ones after 30.
button-privacy-give = { $kind ->
    [advertising] Agree to advertising
   *[service] Agree to storing data
}
button-privacy-withdraw = { $kind ->
    [advertising] No more advertising
   *[service] Withdraw storage consent
}
button-privacy-copy = Send me all you store
button-privacy-erase = Erase my data
button-privacy-erase-yes = Yes, erase for ever
button-privacy-back = Back
privacy-withdrawn = { $kind ->
    [advertising] There will be no advertising.
   *[service] Your withdrawal is noted. We will still finish the visits, repairs and questions already begun, and so keep you informed about them; what can be switched off is in /reminders. Your data stays with us until you erase it: the button “Erase my data”.
}
privacy-given = Your consent is noted.

## The copy
privacy-copy-coming = Collected, sending it now.
privacy-copy-again = We have just sent you a copy. You can ask for a new one in ten minutes.
privacy-copy-readable = Everything we store about you: open it in a browser.
privacy-copy-data = The same for programs (JSON).
privacy-file-name = My data

## Erasing
privacy-erase-ask = Erase your data?
privacy-erase-what = We will erase your name, phone, cars with plates and VINs, our conversations and files.
privacy-erase-visits = { $count ->
    [one] { $count } visit will be cancelled.
   *[other] { $count } visits will be cancelled.
}
privacy-erase-requests = { $count ->
    [one] { $count } question will stay unanswered.
   *[other] { $count } questions will stay unanswered.
}
privacy-erase-orders = { $count ->
    [one] { $count } order in progress will be finished by the station, but we can no longer report on it here.
   *[other] { $count } orders in progress will be finished by the station, but we can no longer report on them here.
}
privacy-erase-chats = { $count ->
    [one] Your record is shared with { $count } more Telegram account: it will be gone there too.
   *[other] Your record is shared with { $count } more Telegram accounts: it will be gone there too.
}
privacy-erase-kept = We keep repair orders and parts orders (what was done, what was bought, prices), because the law requires it. We also keep records of consent: they prove that we asked you. They will carry no name, phone or car. Only you can delete the messages in this chat on your phone.
privacy-erase-final = It cannot be undone.
privacy-erase-stale = That button is out of date. If you want your data erased, press once more.
privacy-erased = Done: your data has been erased. Files will be gone from our disks within a few minutes. If you need a car service again, press /start and we will start afresh.
privacy-erased-elsewhere = Your record with us was erased on request from another Telegram account that shared it. If you need us, press /start.
privacy-erased-summary = The client erased their data.

## The document
privacy-doc-title = My data
privacy-doc-about = Everything stored about you as of { $at }.
privacy-doc-none = Nothing.
privacy-doc-rest = Technical copies (events, messages sent and received) are in the second file, JSON. Photos and voice messages stay in the chat: only their names are here.
privacy-section = { $name ->
    [merges] Records that were joined
    [card] Your record
    [phones] Who verified the phone
    [vehicles] Cars
    [visits] Visits
    [repair_orders] Repair orders
    [parts_orders] Parts orders
    [requests] Questions
    [consents] Consents
    [reminders] Reminders
    [kept_aside] Messages treated as spam
    [follow_ups] What we promised
    [switches] What is switched on and off
   *[chats] Telegram chats
}
privacy-field = { $name ->
    [id] Internal number
    [number] Number
    [name] Name
    [first_name] Name in Telegram
    [username] Username
    [telegram_id] Telegram number
    [phone] Phone
    [phone_unverified] Phone as you typed it
    [verified_by] Verified by
    [by_system] System
    [language] Language
    [telegram_language] Language of the app
    [tier] Client tier
    [birthday] Birthday
    [source_tag] Tag of the link you came by
    [refs] Numbers in other systems
    [ref] Number in the station’s system
    [external_ref] Number in another system
    [created_at] Created
    [changed_at] Changed
    [closed_at] Closed
    [confirmed_at] Confirmed
    [cancelled_at] Cancelled
    [settled_at] Settled
    [blocked_at] Bot blocked
    [sold_at] Car sold
    [told] In your words
    [made_at] Promised on
    [done_at] Done
    [due_at] Due
    [starts_at] Begins
    [ends_at] Ends
    [expected_at] Expected
    [promised_at] Promised for
    [at] When
    [kind] Kind
    [type] Subject
    [state] State
    [status] Status
    [source] From
    [granted] Consent given
    [enabled] Switched on
    [text_version] Version of the text
    [make] Make
    [model] Model
    [year] Year
    [plate] Plate
    [vin] VIN
    [vehicle] Car
    [mileage] Mileage
    [km] Kilometres
    [unit] Station
    [works] Services
    [comment] Comment
    [note] Note
    [cancelled_by] Cancelled by
    [cancel_reason] Reason
    [lines] Work and parts
    [items] Parts
    [recommendations] Recommendations
    [timeline] History
    [title] Title
    [quantity] Quantity
    [price] Price
    [currency] Currency
    [danger] Urgency
    [decision] Your decision
    [outcome] Outcome
    [rating] Your rating
    [messages] Conversation
    [calls] Calls
    [direction] Who wrote
    [author] Author
    [text] Text
    [earlier] Earlier texts
    [files] Files
   *[why] Why
}
privacy-word = { $word ->
    [promise] promise
    [recommendation] recommendation
    [yes] yes
    [no] no
    [ru] Russian
    [en] English
    [service] storing data
    [advertising] advertising
    [telegram] Telegram
    [console] agent
    [api] another system
    [contact] you, by your contact in Telegram
    [staff] our staff
    [workshop] the workshop’s system
    [order] repair order
    [site] website
    [phone] phone
    [client] you
    [unit] station
    [source] another system
    [booked] booked
    [confirmed] confirmed
    [arrived] arrived
    [no_show] did not come
    [done] done
    [cancelled] cancelled
    [received] received
    [diagnostics] diagnostics
    [approval] waiting for your decision
    [parts_wait] waiting for parts
    [in_work] in progress
    [paused] on hold
    [qc] quality check
    [ready] ready to collect
    [issued] handed over
    [closed] closed
    [warranty] warranty
    [ordered] ordered
    [in_transit] on the way
    [delayed] delayed
    [work] work
    [part] part
    [red] urgent
    [yellow] soon
    [green] no hurry
    [open] not decided yet
    [approved] approved
    [declined] declined
    [queued] waiting for an agent
    [assigned] with an agent
    [waiting_client] waiting for you
    [promised] answer promised
    [booking] booking
    [reschedule] moving a visit
    [repair_status] repair status
    [order_eta] arrival of an order
    [order_support] about an order
    [parts_selection] parts selection
    [claim] claim
    [price] price
    [callback] call back
    [other] other
    [solved] solved
    [answered] answered
    [no_answer] not reached
    [refused] declined
    [not_target] not for us
    [duplicate] duplicate
    [spam] spam
    [reached] reached
    [wrong_number] wrong number
    [in] you
    [out] we
    [system] bot
    [planned] planned
    [sent] sent
    [skipped] not needed
    [visits] visits
    [repair_updates] repair updates
    [visit_24h] a day before the visit
    [visit_2h] two hours before the visit
    [visit_booked] about a booking
    [visit_moved] about a move
    [visit_cancelled] about a cancellation
    [unconfirmed] visit not confirmed
    [order_news] about a repair or an order
    [newer] out of date: there was later news
    [same] nothing had changed
    [over] the visit is over
    [moved] moved
    [switched-off] switched off
    [too-late] too late
    [quiet] it was night
    [no-channel] no chat
    [erased] data erased
   *[rest] { $word }
}
