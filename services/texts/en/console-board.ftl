## The heads' board, the journal of what was missed, filters of the list of requests
console-board = Board
console-board-all-units = all
console-board-no-unit = no station chosen
console-board-now = Now
console-board-queued = In the queue
console-board-longest = longest wait
console-board-late = Answer overdue
console-board-danger = Danger, client waiting
console-board-broken = Promises overdue
console-board-soon = Promises within the hour
console-board-today = Today
console-board-clock-of = time: { $city }
console-board-came = Came in
console-board-in-time = First answer in time
console-board-percent = { $share }%
console-board-in-time-of = { $count } of { $all }
console-board-first-answer = First answer, usually
console-board-nine-of-ten = nine in ten within: { $time }
console-board-closed = Closed
console-board-missed = Missed
console-board-made-good = Made good
console-board-mended = usually after: { $time }

console-board-owed = Overdue or due any minute
console-board-owed-none = Nothing is overdue or due in the next ten minutes.
console-board-due = Due
console-board-clock = What
console-board-queue = Queue
console-board-queue-none = Nobody in the queue.
console-board-what = Station and type
console-board-wait = Waiting
console-board-oldest = Longest
console-board-overdue = Overdue
console-board-promises = Promises
console-board-promises-none = No promise is overdue or due within the hour.

console-board-people = People
console-board-people-none = Nobody is working now.
console-board-who = Name
console-board-load = Load
console-board-load-others = The “Load” link is there for people of your stations. For the others, a director pauses new requests.
console-board-held = In hand
console-board-of-limit = of { $limit }
console-board-full = full
console-board-elsewhere = and { $count } more at other stations
console-board-client-waits = Client waiting
console-board-silence = Longest wait
console-board-broken-of = { $count } overdue
console-board-soon-of = { $count } within the hour
console-board-answers = First answer
console-board-given-back = Returned
console-board-withdrawn = nothing new until { $until }
console-board-idle = { $count ->
    [one] { $count } more person is off shift
    [few] { $count } more people are off shift
   *[other] { $count } more people are off shift
}

console-board-pictures = How the day goes
console-board-pictures-none = Nothing has come in today yet.
console-board-picture = By the hour
console-board-picture-came = came in
console-board-picture-answered = first answered
console-board-picture-missed = missed
console-board-picture-unanswered = waiting for a first answer at the end of the hour
console-board-picture-waiting = Waiting for a first answer at the end of the hour
console-board-picture-summary = Bars by the hour. In all, came in: { $came }, first answered: { $answered }, missed: { $missed }. The most came in the hour from { $at }: { $most }.
console-board-picture-waiting-summary = A line by the hour: how many clients waited for a first answer. Now: { $now }, the most in the hour from { $at }: { $most }.
console-board-picture-table = The same in numbers
console-board-hour = Hour

console-clock-first-answer = first answer
console-clock-next-answer = answer
console-clock-promise = promise
console-clock-resolve = the matter settled
console-clock-handoff = answer after a transfer
console-clock-danger = danger
console-clock-lease = taken, and no answer

console-missed-journal = Journal of missed contacts
console-missed-who = Handled by
console-missed-nobody = nobody took it
console-missed-state = State
console-missed-state-all = all
console-missed-state-open = not made good
console-missed-state-good = made good
console-missed-since = From
console-missed-until = To
console-missed-totals = Totals
console-missed-count = Missed
console-missed-open = Not made good
console-missed-median = Usually made good within
console-missed-nine = Nine in ten within
console-missed-due = Was due
console-missed-noticed = Noticed
console-missed-made-good = made good after { $time }
console-missed-still-open = not made good for
console-missed-escalated = director told
console-missed-none = Nothing was missed.

console-filter-more = More filters
console-filter-any = any
console-filter-promise = Promise
console-filter-promise-overdue = overdue
console-filter-promise-soon = within the hour
console-filter-alarm = Alarm
console-filter-came = Came in on
console-filter-closed = Closed on
console-filter-gave = Returned to the queue by
console-filter-back = Returned on
console-filter-waiting = client waiting for an answer