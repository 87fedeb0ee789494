## Settings: how requests are handed out
console-set-section-distribution = Distribution
console-set-about-distribution = Who is given which request, and why
console-set-distribution-why = The request that has waited longest is handed out next. Here you decide what else counts, and for how many minutes of waiting.
console-set-distribution-chain = Rules of the chain
console-set-distribution-plain = Only the waiting time counts.
console-set-distribution-own-mark = own rules
console-set-distribution-as-chain = as the chain
console-set-tier-named = client “{ $tier }”
console-set-returned-short = returned to the queue
console-set-counts = { $what } +{ $minutes } min
console-set-done-as-chain = The station now goes by the chain’s rules.

console-set-rules-chain-lead = All stations without rules of their own go by these.
console-set-rules-inherited = The station goes by the chain’s rules, shown in the fields. Once you save, it has rules of its own, and changes to the chain’s no longer affect it.
console-set-rules-own = The station has rules of its own: changes to the chain’s do not affect it.
console-set-rules-drop = Go by the chain’s rules
console-set-rules-how = All numbers here are minutes of waiting. Claim: 30 means that it takes the place of somebody who has waited 30 minutes longer. Minutes for different reasons add up.
console-set-rules-danger = Requests about somebody in danger always go first. This rule cannot be changed.
console-set-field-types = Types of requests
console-set-rules-types-hint = How many minutes to add to the wait of requests of this type. Empty: the type changes nothing.
console-set-field-tiers = Client tiers
console-set-rules-tiers-hint = How many minutes to add to the wait of clients of this tier. Without minutes, the tier changes nothing. Capital and small letters are the same.
console-set-field-tier-name = Tier
console-set-field-tier-minutes = Add
console-set-rules-also = What else counts
console-set-field-returned = Returned to the queue
console-set-rules-returned-hint = For each time a colleague returned the request: with 5, two times make 10 minutes.
console-set-field-law = A legal matter
console-set-rules-law-hint = 525,600 minutes are a year: such requests come right after those about danger.
console-set-field-promise = A promise to the client
console-set-rules-promise-hint = How many minutes before the promised time the client already counts as waiting: with 60, “we will answer by 15:00” puts them no lower than somebody who has waited since 14:00.
console-set-field-deadline = The time to answer by
console-set-rules-deadline-hint = The same for the time by which an answer is due. Empty: it changes nothing.
console-set-rules-whose = Who gets it
console-set-field-reservation-minutes = The client writes again, or the request was transferred
console-set-rules-reservation-hint = { $minutes ->
    [one] For how many minutes it is kept for the person who handled it or was to get it. Empty: { $minutes } minute, as set in the program.
   *[other] For how many minutes it is kept for the person who handled it or was to get it. Empty: { $minutes } minutes, as set in the program.
}
console-set-field-matter-minutes = A new question of the same client
console-set-rules-matter-hint = For how many minutes it is kept for the person who handles another request of this client. 0: anybody gets it at once.
console-set-field-rest-minutes = A colleague returned the request
console-set-rules-rest-hint = For how many minutes it is not offered to the same colleague again.

console-set-rules-preview = Show what would happen
console-set-preview = Who would get what
console-set-preview-changed = { $count ->
    [0] With these rules, nothing would change right now.
    [one] With these rules, { $count } colleague would get something else right now.
   *[other] With these rules, { $count } colleagues would get something else right now.
}
console-set-preview-unsaved = Nothing is saved yet.
console-set-preview-nobody = Nobody is on shift at the moment, so there is nothing to show.
console-set-preview-nothing-waits = Nobody is waiting at the moment, so there is nothing to hand out.
console-set-preview-how = This is what would happen if everybody on shift pressed “Next request” right now, those with the fewest requests first. The reason is told as the colleague would read it.
console-set-preview-unit = The rules of the station only concern its own requests; the others stand in the queue by the rules of their stations and of the chain.
console-set-preview-who = Colleague
console-set-preview-now = Now
console-set-preview-then = With these rules
console-set-preview-reason = Why
console-set-preview-changes = changes
console-set-preview-same = the same
console-set-preview-nothing = nothing
console-set-preview-waits = waiting for { $time }
console-set-preview-promise-overdue = Nothing: an overdue promise has to be kept first.
console-set-preview-wip-limit = Nothing: they already handle as many requests as they may.

console-set-field-languages = Languages they answer clients in
console-set-languages-hint = Nothing ticked: all of them.
console-invalid-named-twice = This tier is already in a row above.
console-invalid-tiers-too-many = Too many: at most 20 tiers with minutes.

console-set-audit-policy = distribution
console-set-event-policy-changed = Rules of distribution changed
console-set-event-policy-dropped = Distribution goes by the chain’s rules again
console-set-whole-chain = the whole chain
console-set-rules-minutes = { $minutes } min
console-set-rules-not-at-all = does not count
console-set-rules-as-set = as set in the program
