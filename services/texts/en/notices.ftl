## Notices to staff: in the console and in Telegram. The request's number stands before the text.
staff-told-number = № { $number }
staff-told-more = { $count ->
    [one] and { $count } more notice
   *[other] and { $count } more notices
}
staff-told-nudge = { $minutes ->
    [one] The client is waiting, and there has been nothing from you for { $minutes } minute. Answer, or give the request back.
   *[other] The client is waiting, and there has been nothing from you for { $minutes } minutes. Answer, or give the request back.
}
staff-told-lapsed = { $minutes ->
    [one] The request went back to the queue: the client waited, and there was nothing from you for { $minutes } minute.
   *[other] The request went back to the queue: the client waited, and there was nothing from you for { $minutes } minutes.
}
staff-told-missed = { $clock }. It was due { $due }. { $who }
staff-told-escalated = Passed on to you: it was not put right in time. { $clock }. It was due { $due }. { $who }
staff-told-clock-first-answer = The client has had no first answer
staff-told-clock-next-answer = The client has had no answer
staff-told-clock-promise = A promise was not kept
staff-told-clock-resolve = The client’s question is not settled
staff-told-clock-handoff = Nobody has answered since it was transferred
staff-told-clock-danger = Somebody is in danger and has had no answer
staff-told-clock-lease = The agent has taken the request and is silent
staff-told-led-by = Handled by { $agent }.
staff-told-led-by-nobody = Nobody has taken it.
staff-told-promise-soon = A promise falls due soon: { $due }.
staff-told-promise-slips = A promise will be late: an answer was promised { $due }. The client knows the new time: { $new }.
staff-told-danger = Somebody is in danger: answer right now.
staff-told-withdrawn = New requests are paused for you: they resume { $back }. Decided by { $by }.
staff-told-withdrawn-why = Reason: { $why }
staff-told-rush = { $waiting ->
    [one] We cannot keep up: { $waiting } request in the queue, { $unit }.
   *[other] We cannot keep up: { $waiting } requests in the queue, { $unit }.
}
staff-told-rush-over = The queue is back to normal: { $unit }.
staff-told-of-no-unit = no station chosen yet
staff-told-other = A new notice: reload the page of the console.
