## Searching conversations
console-archive = Search conversations
console-archive-brief = Conversations
console-archive-label = What to look for in conversations
console-archive-placeholder = Words, “exact phrase”, -exclude, phone, plate, VIN
console-archive-find = Search
console-archive-hint = Words are found in every form, and a typo does no harm. Put an “exact phrase” in quotes; leave something out with a minus: oil -engine.
console-archive-own = You see requests that you handle or used to handle.
console-archive-own-units = You see requests of your stations.
console-archive-narrow = Narrow down
console-archive-who = Whose words
console-archive-anybodys = anybody’s
console-archive-who-in = the client’s
console-archive-who-out = ours
console-archive-who-note = notes
console-archive-led = Handled by
console-archive-anybody = anybody
console-archive-any = any
console-archive-tag = Tag
console-archive-any-tag = any
console-archive-from = Received from
console-archive-to = Received until
console-archive-order = Order
console-archive-order-newest = newest first
console-archive-order-relevance = best match first
console-archive-files = with files only
console-archive-said-in = { $name }:
console-archive-said-out = { $name } (us):
console-archive-said-note = Note, { $name }:
console-archive-said-summary = In the summary:
console-archive-more = { $count ->
    [one] and { $count } more message
   *[other] and { $count } more messages
}
console-archive-count = { $count ->
    [0] Nothing found
    [one] { $count } request on this page
   *[other] { $count } requests on this page
}
console-archive-direct = By number or client
console-archive-words = By words
console-archive-further = Show earlier ones
console-archive-instead = Nothing was found for “{ $typed }”; shown for “{ $instead }”.
console-archive-only-some = No request has all of it. Here are those that have some of the words, best match first.
console-archive-nothing = Nothing like this was said
console-archive-nothing-hint = Try other words, or fewer of them. What was written just now can be found in a couple of seconds.
console-archive-nothing-to-look-for = Nothing to look for yet: give at least one meaningful word, not only prepositions, signs or exclusions.
console-archive-too-much = There are too many matches, and not all were looked through. Add a word or narrow it down.
console-archive-cut = The search is very long: only its beginning was looked for.
console-archive-filling = Older requests are still being added to the search: { $share }% done.
console-archive-look = Search conversations for “{ $words }”
console-archive-outcome = Outcome
console-key-archive = search conversations
