## The desk: the bar
console-my-requests-short = Mine
console-all-requests-short = All
console-badge-unanswered = unanswered:
console-sound-mute = Mute the sound
console-notify-allow = Show notifications
console-notify-message = New message, № { $number }
console-notify-request = Request № { $number } has been assigned to you
console-shut = Close this window

## The desk: requests in hand
console-group-yours = Waiting for you
console-group-theirs = Waiting for the client or a set time
console-waits-for = waiting
console-answer-in = answer due:
console-time-left = { $time } left
console-time-over = { $time } ago
console-promise-by = promised by { $when },
console-promise-late = promise was due
console-answer-was-due = answer was due

## The desk: first page
console-nothing-waiting = Nobody is waiting for you right now. New requests will show up here by themselves.
console-shift-begin = Start the shift
console-all-answered = Nobody in your queue
console-all-answered-hint = Requests of your stations and matters count. When somebody writes, the number of those waiting appears on the left.
console-today-visits = Still to come today ({ $unit })
console-today-no-visits = No more visits today.
console-today-all = All visits of the day
console-tips = Faster by keyboard

## Search
console-search = Find a client
console-search-label = Phone, plate, VIN, name, number of a request or an order
console-search-placeholder = Phone, plate, name, № of a request…
console-search-hint = A part will do: the last digits of a phone, the beginning of a surname, the digits of a plate. A typo or the wrong keyboard layout does not matter.
console-search-failed = The search is not answering. Please try again.
console-search-count = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
}
console-search-nothing = Nothing found for “{ $words }”
console-search-nothing-hint = Check the digits or type less.
console-search-own-units = Clients of other stations are not shown here.
console-search-taken-for = shown for “{ $words }”
console-search-more = There are more: please be more specific.
console-found-clients = Clients
console-found-requests = Requests
console-found-orders = Orders
console-found-open = № { $number } is open
console-found-repair = Repair order
console-found-parts = Parts order

## A client's page
console-client-page = Client
console-client-ref = Code in the workshop’s system
console-client-requests = Requests
console-client-no-requests = No requests.
console-card-whole = All about the client
console-card-no-vehicles = No vehicle is known.
console-card-no-repairs = No repair orders.

## Keys
console-keys-everywhere = On every page
console-keys-request = In a request
console-keys-head = For heads
console-keys-visits = In the visits of the day
console-key-own = open your request by its place in the list
console-key-search = find a client
console-key-search-too = the same, even while typing
console-key-desk = my requests
console-key-visits = visits
console-key-mute = sound
console-key-map = all keys of this page
console-key-book = book a visit
console-key-days = previous and next day
console-key-today = today
console-help-whole = The whole help
console-rule-search = Open clients’ cards only when your work needs it: who looked, and when, is recorded.

## Others
console-filters-clear = Clear the filters
console-problem-try-again = Try again
console-live-stale = This page is not refreshing by itself, reconnecting. You can still send.
console-offline-act = There is no connection, so nothing was sent and the page stayed open. Try again when the connection is back.
console-set-any-kind = everything
console-set-anybody = everybody
