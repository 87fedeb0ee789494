## One card for one person: likely duplicates, comparison, merging and undoing
console-same-heading = Possibly the same client
console-same-compare = Compare
console-sign-phone = same phone, not verified on one of the cards
console-sign-typed-phone = same phone, verified on neither
console-sign-vin = same VIN
console-sign-plate = same plate
console-sign-birthday = same birthday
console-sign-name = same name
console-sign-near-name = similar name
console-sign-other-name = different names
console-compare-title = Two cards: one client?
console-compare-what = What is compared
console-compare-common = In common
console-compare-nothing = They have hardly anything in common: most likely two people.
console-compare-kept = Stays
console-compare-joined = Joins it
console-compare-name = Name
console-compare-phone = Phone
console-compare-phone-typed = Phone as the client typed it
console-compare-tier = Tier
console-compare-birthday = Birthday
console-compare-language = Language
console-compare-chats = Telegram
console-compare-refs = Code in the workshop’s system
console-compare-consents = Consents
console-compare-cars = Vehicles
console-compare-visits = Visits
console-compare-orders = Orders
console-compare-requests = Requests
console-compare-open = { $open ->
    [0] { $count }
   *[other] { $count }, open: { $open }
}
console-compare-last-seen = Last contact
console-compare-since = On record since
console-consent-service = keeping of data
console-consent-advertising = advertising
console-compare-two-phones = Each card has a verified phone of its own. Usually these are two people: merge only if you are certain.
console-compare-reason = Why this is one person
console-compare-warning = { $days ->
    [one] Once merged, the client will see visits, orders and vehicles of both cards in their chat. The merge can be undone within { $days } day.
   *[other] Once merged, the client will see visits, orders and vehicles of both cards in their chat. The merge can be undone within { $days } days.
}
console-compare-merge = Merge the cards
console-compare-different = These are two people
console-compare-not-allowed = A head can merge these cards. If you are certain that this is one person, tell them.
console-card-done-joined = The cards have been merged.
console-card-done-different = Noted: these are two people. They will not be offered again.
console-card-done-parted = The cards are separate again.
console-card-date = { $date }
console-duplicates = Likely duplicates
console-duplicates-short = Likely duplicates
console-duplicates-why = Cards that may belong to one person. Compare them and decide: merge them, or note that these are two people.
console-duplicates-other = Similar card
console-duplicates-more = These are the likeliest. The others will follow once these are dealt with.
console-duplicates-none = There are no likely duplicates.
console-merges = Merges
console-merge-title = Merged cards
console-merge-when = When and by whom
console-merge-moved = What moved
console-merge-undone = Undone
console-moved-chat = { $count ->
    [one] { $count } chat
   *[other] { $count } chats
}
console-moved-request = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
console-moved-appointment = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
}
console-moved-repair-order = { $count ->
    [one] { $count } repair order
   *[other] { $count } repair orders
}
console-moved-parts-order = { $count ->
    [one] { $count } parts order
   *[other] { $count } parts orders
}
console-moved-vehicle = { $count ->
    [one] { $count } vehicle
   *[other] { $count } vehicles
}
console-moved-consent = { $count ->
    [one] { $count } consent record
   *[other] { $count } consent records
}
console-moved-client-ref = { $count ->
    [one] { $count } code of the workshop’s system
   *[other] { $count } codes of the workshop’s system
}
console-moved-reminder = { $count ->
    [one] { $count } reminder
   *[other] { $count } reminders
}
console-moved-nothing = nothing
console-unmerge = Separate again
console-unmerge-reason = Why the merge was a mistake
console-unmerge-what = Everything that moved and is still there goes back. What was added after the merge stays on the shared card, except what was done in the Telegram chat that goes back: it goes along with the chat.
console-unmerge-not = This merge can no longer be undone: more than a month has passed, there was another one on top of it, or you may not do it.
console-verify-phone = Verify the phone
console-verify-how = How you made sure it is the client’s number
console-verify-why-called = Called, the client confirmed it
console-verify-why-came = The client came in and gave the number
console-verify-why-documents = The number matches the documents
console-verify-do = The number is right
console-verify-taken = Compare the cards: it may be the same client.
console-invalid-phone-nothing-to-verify = Nothing to verify: the number is verified already, or there is none.
console-course-request-card = { $why ->
    [parted] The client’s card has been separated from another one
   *[other] The client’s card has been merged with another one
}
console-course-request-phone-verified = { $who }: the client’s phone is verified ({ $reason })
console-merge-joined = Card that joined
