## Settings: clocks and escalation
console-set-section-watch = Deadlines and escalation
console-set-about-watch = What happens when a client is not answered
console-set-watch-why = So that no client is left without an answer: how soon to answer, when to remind the agent, and whom to tell when time is up.
console-set-watch-chain-brief = Escalation: { $steps }
console-set-watch-journal-brief = Journal: { $steps }
console-set-watch-chain-nudge = reminder after { $time }
console-set-watch-chain-lease = back to the queue after { $time }
console-set-watch-chain-director = to the director after { $time }
console-set-watch-journal-nudge = reminder after { $time }
console-set-watch-journal-lease = silence noted after { $time }
console-set-watch-no-steps = no reminders

console-set-watch-running = Times already set stay as they are, the next ones follow the new rules. Everything else takes effect at once.
console-set-watch-minutes = Minutes are counted in the station’s opening hours: at night and on days off the clock stands still. The exception is danger.

console-set-watch-told = Who is told
console-set-watch-told-hint = The agent, the head and quality control learn at once that something was missed. There are two ways to go on.
console-set-field-mode = If nobody answered in time
console-set-watch-mode-chain = Escalation
console-set-watch-mode-chain-hint = The request is taken from whoever is silent and goes back to the queue; if the client is not answered after the head was told, the director learns of it.
console-set-watch-mode-journal = Journal
console-set-watch-mode-journal-hint = The request stays with its agent; what was missed is written down and worked off later.
console-set-field-director-minutes = Tell the director after
console-set-watch-director-hint = Counted from when the head was told. 0: do not tell. Only with escalation.

console-set-watch-answers = Time to answer
console-set-watch-answers-hint = How soon the client must hear an answer.
console-set-field-first-minutes = First answer
console-set-field-next-minutes = Every further answer
console-set-watch-next-hint = Empty: the same as for the first.
console-set-watch-first-hint = Empty: { $minutes } min, as set in the program. For finding parts it is always { $parts } min.
console-set-field-handoff-minutes = After a transfer
console-set-watch-handoff-hint = How soon those who were given the request must respond.
console-set-watch-resolve = Time to settle
console-set-watch-resolve-hint = How soon the matter must be settled; while we wait for the client, the clock stands still. For example, 480 is eight working hours. Empty: no limit.
console-set-field-resolve = Time to settle

console-set-watch-silence = A silent agent
console-set-watch-silence-hint = An agent has taken the request, the client is waiting, and there is no answer.
console-set-field-nudge-minutes = Remind after
console-set-watch-nudge-hint = 0: no reminder.
console-set-field-lease-minutes = Take away after
console-set-watch-lease-hint = The request goes back to the queue, and the client’s wait still counts. 0: never. In the journal it is not taken away but written down.

console-set-watch-promises = Promises
console-set-watch-promises-hint = The client was told a time: “we will answer by 15:00”.
console-set-field-remind-minutes = Remind the agent ahead by
console-set-watch-remind-hint = Before the promised time. 0: no reminder.
console-set-field-slip-minutes = If it will be late, put it off by
console-set-watch-slip-hint = Two minutes before, the client is told that the answer will come later, and when. Where an answer was late without a promise, they are told at once, with an apology and a new time. 0: the client is not told.

console-set-watch-danger = Danger
console-set-watch-danger-hint = Brakes failed, smoke, an accident: this clock runs at any hour, also at night and on days off.
console-set-field-danger-minutes = Taken up within
console-set-watch-danger-minutes-hint = In ordinary minutes, not in working ones. If nobody takes it, the director is told after as many again.
console-set-field-duty = Whom to tell
console-set-watch-duty-heads = heads of the station
console-set-watch-duty-hint = They are told even at night. The list has everybody who works in this station.
console-set-watch-duty-chain-hint = They are told even at night. The list has everybody who works in all stations.
console-set-watch-off-duty = Whoever was chosen before no longer works here. Choose somebody else and save.

console-set-watch-rush = Overload
console-set-watch-rush-hint = More clients are waiting than you can answer. It ends when fewer than two thirds of that number are waiting.
console-set-field-rush-waiting = Begins when so many wait
console-set-watch-requests = requests
console-set-watch-rush-waiting-hint = Empty: never.
console-set-field-rush-minutes = Promise an answer within
console-set-watch-rush-minutes-hint = And tell the client why it takes longer than usual.
console-set-watch-by-type = Set by type of request
console-set-watch-rush-types = What counts more in an overload
console-set-watch-rush-types-hint = How many minutes to add to the wait of requests of this type while it lasts, instead of what “Distribution” says. Empty: as usual.
console-set-field-rush = In an overload

console-invalid-mode-required = Choose: escalation or journal.
console-invalid-duty-unknown = Choose from the list: this person does not work here.
console-invalid-nudge-minutes-not-before-the-lease = The reminder must come before the request is taken away.

console-set-audit-watch = deadlines and escalation
console-set-event-watch-changed = Deadlines and escalation changed
console-set-event-watch-dropped = Deadlines and escalation go by the chain’s rules again
console-set-watch-off = off
console-set-watch-never = never
console-set-watch-as-first = as the first
console-set-watch-no-time = no limit
console-set-watch-as-usual = as usual
