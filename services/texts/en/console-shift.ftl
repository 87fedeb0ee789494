## Withdrawing from new requests
console-person-at-work = At work
console-person-at-work-link = Shift, load, new requests
console-person-now = Now
console-person-since = since { $at }
console-person-waiting = Of these, waiting for an answer
console-person-promises = Overdue promises
console-person-requests = Their requests
console-person-settings = Their settings
console-withdraw = Pause new requests
console-withdraw-move = Change the time
console-withdraw-hint = Nothing new will come to them. What is in hand they finish or transfer. They will be told.
console-withdraw-own = Nothing new will come to you. Finish or transfer what is in hand.
console-withdraw-why-hint = Only they and heads see the reason.
console-withdraw-until = Until when ({ $city })
console-withdraw-do = Pause until then
console-withdraw-1h = For an hour: back { $back }
console-withdraw-today = Until the end of the day
console-withdraw-tomorrow = Until the morning: back { $back }
console-withdraw-back = Resume new requests
console-withdraw-back-hint = New requests will come again without waiting for the time to pass.
console-withdrawn-until = New requests are paused; they come again { $back }.
console-withdrawn-why = Reason: { $why }
console-withdrawn-hello = A breather
console-done-withdrawn = Nothing new comes for now.
console-done-back = New requests come again.
console-next-withdrawn = New requests are paused for you; they come again { $back }. Finish or transfer what is in hand.
console-person-withdrawn = takes nothing new
console-set-preview-withdrawn = Nothing: new requests are paused.
console-set-field-why = Reason
console-set-field-until = Until when
console-invalid-until-too-far = Too far away: 31 days at most.
console-invalid-why-required = A reason is needed: write it down.
console-invalid-why-too-long = Too long: up to 300 characters.
console-set-event-staff-withdrawn = New requests paused
console-set-event-staff-back = New requests resumed

## The end of a shift
console-shift-end = End the shift
console-shift-end-lead = There are requests in your hands. Tell your colleagues what matters: clients do not see the notes.
console-shift-end-note = A note for all of them
console-shift-end-note-hint = Used where there is no other.
console-shift-end-own-note = A note for № { $number }
console-shift-end-queue = These go back to the queue
console-shift-end-queue-hint = The client waits or has been promised something: somebody else will see to it. Deadlines stay. A note is required.
console-shift-end-silent = These wait for the client
console-shift-end-silent-hint = When the client writes, anybody on shift takes the request.
console-shift-end-do = Hand over and end the shift
console-shift-end-stay = Stay on shift
console-done-handed-over = The shift is over. Requests handed over: { $number }.
console-course-request-handed-over = { $queued ->
    [yes] { $who }: shift over, the request is in the queue again
   *[no] { $who }: shift over, waiting for the client
}

## Calls
console-calls = Calls
console-calls-none = Nobody needs to be called.
console-calls-others = Others’ calls
console-call-due = call { $when }
console-call-late = a call was promised: { $when }
console-call-since = added: { $when }
console-call-nobody = nobody handles it yet
console-call-done-reached = Noted: reached.
console-call-done-no-answer = Noted: no answer. The client still waits for you: write to them or set another time.
console-call-done-wrong-number = Noted: wrong number. The client still waits for you: write to them or find another number.
console-promise-how = What is promised
console-promise-how-answer = An answer
console-promise-how-call = A call
console-promise-call-until = call promised: { $when }
console-promise-call-by = call promised by { $when },
console-invalid-by-call-no-phone = The client’s phone is not known: a call cannot be promised.
