## Tags, repeat contacts, target and non-target
console-tag = Tag
console-tags = Tags
console-tags-none = No tags.
console-tag-add = Add a tag
console-tag-off = Remove the tag “{ $name }”
console-key-tag = add a tag
console-invalid-tag-required = Choose a tag from the list.
console-invalid-tag-unknown = There is no such tag. Heads make new ones in the settings.
console-invalid-tag-too-many = That is enough: a request has twenty tags at most.
console-tags-figures = Tags in figures
console-tags-figures-none = No request of these days has a tag.
console-tags-share = Share of requests
console-tags-under-one = under 1%
console-tags-handling = From taking to closing
console-tags-hold = With the last agent
console-tags-explained = Averages in working time, over closed requests: from the moment the request was first taken until it was closed; and from the moment it was taken by whoever closed it.
console-span-since = From
console-span-until = To
console-repeats = Repeats
console-repeats-title = Repeat contacts and claims
console-repeats-claims = Claims
console-repeats-days = By day
console-repeats-day = Day
console-repeats-came = All requests
console-repeats-of = { $count ->
    [one] of { $count } request
   *[other] of { $count } requests
}
console-repeats-picture = Repeat contacts: { $count }, claims: { $claims }. The numbers by day are in the table below.
console-repeats-types = By type
console-repeats-people = Counted against
console-repeats-nobody = Nobody
console-repeats-closed = Closed in these days
console-repeats-explained = A repeat contact is counted against whoever closed the first request: the client came back about the same thing, in a new request or in the same one, opened again.
console-repeats-none = Nobody came back about the same thing in these days.
console-repeat-mark = Repeat contact
console-repeat-itself = the client came back to this very request
console-opened-again = Opened again
console-repeat-not = Marked as no repeat:
console-repeat-after = { $days ->
    [0] closed on the same day
    [one] closed { $days } day before
   *[other] closed { $days } days before
}{ $known ->
    [yes] {""}, counted against { $charged }
   *[no] {""}
}
console-repeat-later = The client came back about it
console-repeat-later-after = { $days ->
    [0] on the same day
    [one] { $days } day after it was closed
   *[other] { $days } days after it was closed
}
console-repeat-settle = Not so?
console-repeat-is-yes = A repeat
console-repeat-is-no = No repeat
console-repeat-charged = Counted against
console-reason = Reason
console-labels-decided = Decided by { $who }
console-qualified = Contact
console-qualified-yes = relevant
console-qualified-no = not relevant
console-qualified-unknown = not marked yet
console-qualified-by-outcome = by outcome
console-qualify = Relevant or not?
console-qualify-yes = Relevant
console-qualify-no = Not relevant
console-filter-repeat = Repeats
console-filter-blamed = Repeat counted against
console-course-request-repeat = The client came back about the same thing: a repeat contact
console-course-request-repeat-settled = { $who }: changed the mark of a repeat contact ({ $reason })
console-course-request-tagged = { $who }: tags changed
console-course-request-qualified = { $who }: changed whether the contact is relevant
console-set-section-tags = Tags and repeats
console-set-tags-why = Tags help to find all requests about one thing, and to see how many there are and how long they take. Agents, heads and quality control put them on.
console-set-new-tag = New tag
console-set-tag-name = Name
console-set-tag-name-hint = Short: it is seen in lists and typed to find it.
console-set-tag-active = May be put on
console-set-tag-count = { $count ->
    [0] On no request
    [one] On { $count } request
   *[other] On { $count } requests
}
console-set-tag-into = Replace by the tag
console-set-tag-into-hint = All requests with this tag get the other one, and this one goes out of use.
console-set-tag-merge = Replace
console-set-repeats-why = If a client comes back about the same thing within so many days after the closing, it is a repeat contact. 0: not counted.
console-set-repeats-days = days
console-set-repeats-as-chain = { $days ->
    [one] Empty: as the chain, { $days } day.
   *[other] Empty: as the chain, { $days } days.
}
console-set-field-days = Days
console-set-field-into = Replaced by the tag
console-invalid-name-ru-taken = There is such a tag already.
console-invalid-name-en-taken = There is such a tag already.
console-invalid-into-unknown = Choose a tag.
console-invalid-into-another-units = This tag belongs to another station.
console-set-event-tag-added = Tag added
console-set-event-tag-changed = Tag changed
console-set-event-tag-merged = Tag replaced by another
console-set-event-tag-repeat-days = Days of repeat contacts changed
console-set-audit-tag = Tags and repeats
console-repeats-more = By type and agent
console-set-repeats-chain = The whole chain
console-set-about-tags = Which tags there are, and when a contact counts as a repeat
