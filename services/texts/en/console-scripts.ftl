## Settings: scripts
console-set-section-scripts = Scripts
console-set-about-scripts = What to find out and how a request can end
console-set-done-as-usual = The standard script now applies.
console-script-why = A script is the shortest way to a solution: what to find out, in which order to ask, what must be known before closing, and how a request can end. Clients are never asked for what is known already.
console-script-whose-page = Whose scripts
console-script-figures = How scripts perform
console-script-whose-unit = the station’s own
console-script-whose-chain = the chain’s
console-script-whose-usual = usual
console-script-asks-mark = the bot asks
console-script-brief = { $fields ->
    [0] Nothing is asked
    [one] { $fields } question
   *[other] { $fields } questions
}{ $must ->
    [0] {""}
   *[other] , { $must } required to close
} · { $results ->
    [0] no results of its own
    [one] { $results } result
   *[other] { $results } results
}
console-script-empty = Empty: nothing is asked, no results of its own
console-script-own-unit = The station has a script of its own: changes to the chain’s do not affect it.
console-script-own-chain = The chain has a script of its own. It applies at every station without one.
console-script-drop-unit = Go back to the chain’s script
console-script-drop-chain = Go back to the standard script
console-script-not-own-usual = The standard script applies now. Once you save changes, the chain will have its own.
console-script-not-own-usual-unit = The standard script applies now. Once you save changes, the station will have its own.
console-script-not-own-chain-unit = The station goes by the chain’s script now. Once you save changes, it will have its own.

console-script-preview = Show what it will look like
console-script-unsaved = Not saved yet.
console-script-asks = The bot asks
console-script-asks-hint = Right after the client has written, one question at a time. Any can be skipped; the bot stops as soon as an agent answers.
console-script-fields = What to find out
console-script-fields-hint = The bot asks from top to bottom; agents see the same order.
console-script-new-field = New question
console-script-add-field = Add a question
console-script-label = Name for agents
console-script-label-hint = Short: “VIN”, “Mileage, km”.
console-script-kind = What it is
console-script-kind-hint = Answers are checked by their kind: a VIN has 17 characters, mileage is a number.
console-script-choices = Answers to choose from
console-script-choices-hint = One a line; the same order in both languages.
console-script-ask = The bot’s question
console-script-ask-hint = As a polite person would ask. Empty: the bot does not ask, the agent finds out.
console-script-required = Cannot be closed as “Solved” or “Booked” without it
console-script-required-hint = Spam, duplicates and clients who could not be reached can always be closed.
console-script-must-mark = required
console-script-silent-mark = not asked by the bot
console-script-up = Up
console-script-down = Down
console-script-drop = Remove
console-script-results = How it can end
console-script-results-hint = Results in your own words. They show where clients are lost.
console-script-new-result = New result
console-script-add-result = Add a result
console-script-result-label = Name
console-script-result-label-hint = What came of it: “Parts ordered”, “Too expensive”.
console-script-outcome = Belongs to
console-script-next = Next step
console-script-requires = Must be known for this result
console-script-requires-hint = Besides what is always required.
console-script-message = Message to the client
console-script-message-hint = In place of the usual closing message. Empty: the usual one.
console-script-in-fields = Question { $number }
console-script-in-results = Result { $number }

console-script-kind-text = a line of text
console-script-kind-long = a longer description
console-script-kind-vehicle = vehicle
console-script-kind-vin = VIN
console-script-kind-plate = number plate
console-script-kind-mileage = mileage
console-script-kind-parts = list of parts
console-script-kind-photo = photo
console-script-kind-order = order number
console-script-kind-since = since when
console-script-kind-choice = one of several answers
console-script-kind-phone = phone
console-script-next-none = nothing
console-script-next-visit = visit
console-script-next-recommendation = recommendation for later
console-script-next-promise = promise

console-script-preview-heading = What it will look like
console-script-preview-phones = The client in Telegram, as long as nothing is known:
console-script-preview-silent = The bot asks nothing.
console-script-preview-agent = The agent when closing
console-script-preview-outcomes = Only the common outcomes: solved, answered, declined and so on.
console-script-preview-must = To close as “Solved” or “Booked” one must know: { $fields }.
console-script-say-accepted = We have your question, № 125.
console-script-say-opening-booking = I would like to book a visit
console-script-say-opening-reschedule = I need to move my visit
console-script-say-opening-repair-status = How is my car doing?
console-script-say-opening-order-eta = When will my order arrive?
console-script-say-opening-order-support = I have a question about my order
console-script-say-opening-parts-selection = Please find parts for me
console-script-say-opening-warranty = A part has failed, it is under warranty
console-script-say-opening-claim = It knocks again after the repair
console-script-say-opening-price = How much is it?
console-script-say-opening-callback = Please call me back
console-script-say-opening-other = I have a question
console-script-say-example-text = Thursday after six
console-script-say-example-long = It knocks at the front right on small bumps
console-script-say-example-vehicle = Lada Vesta 2019
console-script-say-example-vin = XTAGFK330KY123456
console-script-say-example-plate = A123BC 77
console-script-say-example-mileage = 98,500
console-script-say-example-parts = Front pads and discs
console-script-say-example-photo = [photo]
console-script-say-example-order = 48213
console-script-say-example-since = Since last Friday
console-script-say-example-phone = +7 916 123-45-67

## How scripts perform
console-script-figures-why = Questions that are skipped and results that lose clients show what to improve in a script.
console-script-since = From
console-script-until = To
console-script-all-types = all types
console-script-figures-none = No such requests in these days.
console-script-figures-edit = Edit the script
console-script-opened = { $count ->
    [one] { $count } request came
   *[other] { $count } requests came
}
console-script-closed = { $count } closed
console-script-lost = { $count } unsuccessful
console-script-question = Question
console-script-known = Known already
console-script-asked = Asked by the bot
console-script-answered = Answered
console-script-skipped = Skipped
console-script-unclear = Not understood
console-script-told = Found out by an agent
console-script-result = Result
console-script-count = Closed
console-script-failed = Unsuccessful
console-script-reopened = Reopened
console-script-low = Rated 1–2
console-script-share = { $share }%
console-script-often-skipped = often skipped
console-script-often-failed = often unsuccessful
console-script-no-unit = no station
console-script-plain-outcome = { $outcome }: nothing more said
console-script-removed-field = { $code } (no longer asked)
console-script-how = “Unsuccessful”: not reached, declined by the client, reopened, or rated 1–2. Requests count on the day they came and on the day they were closed, so the numbers may differ.
console-script-each = Each station by itself
console-script-nothing-asked = The script asks nothing.
console-script-nothing-closed = Nothing closed yet.

## What is known (request card)
console-known-missing = not known
console-known-must = needed to close
console-known-asking = The bot is asking now: { $field }
console-known-write = Save
console-known-change = change
console-known-tell = write down
console-known-by-client = from the client
console-known-by-agent = by an agent
console-known-by-card = from the card
console-known-by-order = from the order
console-known-by-visit = from the visit
console-known-by-source = came with the request
console-known-photos = { $count ->
    [0] none
    [one] { $count } file
   *[other] { $count } files
}
console-known-add = add
console-known-photo-hint = New files become a note: the client does not see them. What the client sends will appear here by itself.
console-known-photo-choose = In this request
console-known-photo-new = Upload a photo
console-known-photo-where = Show in the conversation
console-known-photo-give = Choose or upload a photo beside the conversation, under “What is known”
console-known-other = Another one: write which
console-known-km = { $km } km
console-also-known = Also known
console-key-known = write down what you found out
console-key-result = a result by its number, while closing

## Closing by the script
console-close-other = other
console-close-fields = What must be known
console-close-fields-hint = An asterisk marks what must be known to close with this result.
console-close-needed-for = Needed for: { $results }
console-close-next = Next step
console-close-next-result = as the result says
console-close-next-none = nothing
console-close-next-visit = visit
console-close-next-recommendation = come back with a recommendation
console-close-next-promise = promise to get in touch
console-close-next-title = About what
console-close-next-title-placeholder = For example: replace the front pads
console-close-next-day = When to come back ({ $city })
console-close-next-due = By what time ({ $city })
console-close-visit-made = Booked: { $visit }
console-close-visit-none = Nothing booked from this request yet.
console-close-visit-book = Book a visit
console-missing-fields = The request cannot be closed with this result until this is filled in.
console-missing-next-visit = Book the visit first, or choose another next step.
console-missing-next-title = Write what about.
console-missing-next-due-at = Say when.
console-invalid-vin-length = A VIN has 17 characters, this has { $length }.
console-invalid-not-a-vin = This does not look like a VIN: 17 letters and digits, no I, O or Q.
console-invalid-not-a-vehicle = This does not look like a vehicle. Write its make and model, number plate or VIN.
console-invalid-no-photo = Tick at least one photo or upload one.
console-invalid-not-a-picture = A photo, a video or a document is wanted here.
console-invalid-not-a-plate = This does not look like a number plate. Write, for example, A123BC 77.
console-invalid-no-digits = The number must have digits in it.
console-invalid-absurd-date = There can be no such date: check day, month and year.
console-invalid-not-a-phone = This does not look like a phone number. Include the area code, for example +7 495 123-45-67.
console-invalid-not-a-text = Write it in words.
console-invalid-next-due-at-past = That time has passed.
console-invalid-next-due-at-too-far = Too far ahead: two years at most.
console-invalid-next-due-at-not-a-moment = Give a date and a time.
console-invalid-result-of-another-outcome = This one belongs to another outcome: choose again.

## Audit trail
console-set-audit-script = scripts
console-set-event-script-changed = Script changed
console-set-event-script-dropped = Script back to the common one
console-script-changed-fields = Question “{ $name }”
console-script-changed-results = Result “{ $name }”
console-script-order-fields = Order of questions
console-script-order-results = Order of results

## Mistakes in a script
console-invalid-fields-too-many = Too many questions: 20 at most.
console-invalid-results-too-many = Too many results: 40 at most.
console-invalid-too-many = Too many answers to choose from: 8 at most.
console-invalid-double = There is one like this already.
console-invalid-not-a-code = There can be no such code: remove the row and add it again.
