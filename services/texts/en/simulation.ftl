## The report of `priyomka simulate`
simulation-summary = { $file }: { $days ->
        [one] { $days } day
       *[other] { $days } days
    } from { $since }. First contacts: { $contacts }, stations: { $units }, agents: { $agents }. { $kept } were answered in time.

simulation-all = All
simulation-waits = Waiting for the first answer
simulation-waits-note = Minutes of the station’s working time from the first message to the first answer: half of the clients, nine in ten and ninety-nine in a hundred waited so long or less. “In time”: as was promised.
simulation-head-which = which
simulation-head-contacts = contacts
simulation-head-kept = in time
simulation-head-p50 = half
simulation-head-p90 = 9 in 10
simulation-head-p99 = 99 in 100
simulation-head-unanswered = still waiting

simulation-missed = Missed
simulation-missed-note = Every time that ran out without an answer was noticed and written down. “Made good in”: the usual time from when it was due, in minutes.
simulation-missed-none = Nothing was missed.
simulation-head-clock = what
simulation-head-times = times
simulation-head-escalated = to director
simulation-head-made-good = made good
simulation-head-made-good-in = made good in

simulation-events = What else happened
simulation-event-request-lapsed = taken from silent agents
simulation-event-request-reopened = opened again: the client came back
simulation-event-request-handed-over = handed over at the end of a shift
simulation-event-promise-made = promises made
simulation-event-promise-overdue = promises overdue
simulation-event-rush-began = overloads
simulation-event-staff-told = notices to staff
simulation-state-queued = at the end: in the queue
simulation-state-assigned = at the end: in hand
simulation-state-promised = at the end: answer promised
simulation-state-waiting-client = at the end: waiting for the client
simulation-state-unowned = at the end: waiting for the client, the agent has gone
simulation-state-closed = at the end: closed

simulation-load = Load of the agents
simulation-load-note = “Busy”: the share of the shift without breaks spent on a request. More than 100 % means that work went on after the shift.
simulation-team = team { $name }
simulation-head-agent = agent
simulation-head-there = hours
simulation-head-busy = busy
simulation-head-taken = taken
simulation-head-answers = answers
simulation-head-most-held = most in hand

simulation-queue = The queue by the hour
simulation-queue-note = How many requests waited in the queue: on average over all days, and at most.
simulation-head-hour = hour
simulation-head-mean = on average
simulation-head-most = at most

simulation-compared = What would change
simulation-compared-note = The same clients, { $days ->
        [one] { $days } day
       *[other] { $days } days
    }, contacts: { $contacts }. In brackets: the difference from the file.
simulation-head-change = what to change
simulation-as-in-file = as in the file
simulation-compare-kept = in time, %
simulation-compare-p50 = half
simulation-compare-p90 = 9 in 10
simulation-compare-p99 = 99 in 100
simulation-compare-missed = missed
simulation-compare-escalated = to director
simulation-compare-lapsed = taken away
simulation-compare-busy = busy, %

## Pictures
simulation-title = Simulation: { $file }
simulation-picture-waits = How many clients had an answer
simulation-picture-waits-text = The line rises with the minutes waited. Half had an answer within { $p50 } min, nine in ten within { $p90 } min. { $kept } in time.
simulation-picture-queue = The queue during the day
simulation-picture-queue-text = Bars: the average of each half hour; line: the most. The longest queue was at { $at }: { $most }.
simulation-picture-load = How busy agents were
simulation-picture-load-text = The share of the shift at work. The busiest was { $who }: { $busy }.
simulation-picture-units = Answers in time by station
simulation-picture-units-text = The share of first answers in time. The hardest place: { $who }, { $kept }.
simulation-picture-compared = Answers in time if something changed
simulation-picture-compared-text = The best: { $who }, { $kept }.
simulation-axis-minutes = min
simulation-written = Pictures: { $path }
