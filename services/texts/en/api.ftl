## Why a request came to this agent
reason-oldest = Longest in the queue: waiting for { $waited }.
reason-weighed = Next by the rules of the queue: waiting for { $waited }, which counts as { $counted } ({ $boosts }).
reason-promise = Next by the rules of the queue: what was promised to the client falls due.
reason-deadline = Next by the rules of the queue: the answer to the client falls due.
reason-boost-type = { $name } +{ $minutes }
reason-boost-tier = “{ $of }” client +{ $minutes }
reason-boost-law = legal matter +{ $minutes }
reason-boost-returned = { $count ->
    [1] came back +{ $minutes }
   *[other] came back { $count } times +{ $minutes }
}
reason-reserved = Kept for you: you handled this request before, or it was passed to you.
reason-danger = Somebody may be in danger; such requests go first.
reason-law = It is about the law or a lawsuit; such requests go ahead of the others.
reason-override = { $why ->
    [none] Assigned past the queue by { $by }.
   *[other] Assigned past the queue by { $by }. Reason: { $why }.
}

## Errors (titles, RFC 9457)
problem-malformed = The request could not be understood
problem-unauthorized = A valid token is required
problem-forbidden = This token may not do that
problem-not-owner = The request belongs to somebody else
problem-not-found = Not found
problem-method-not-allowed = This method is not supported here
problem-slot-taken = That time has been taken
problem-wip-limit = No further request until one of those held is closed
problem-promise-overdue = An overdue promise has to be kept first
problem-off-shift = You are not on shift
problem-withdrawn = New requests are paused for you for a while
problem-closed = The request is already closed
problem-too-late = It is too late for that
problem-phone-taken = Another client’s card has this phone number
problem-idempotency-busy = The first call with this key is still being worked on
problem-too-large = Too large
problem-invalid = Some of the data is not valid
problem-slot-invalid = That time cannot be booked
problem-wrap-up-incomplete = Something is still missing for closing
problem-idempotency-mismatch = This key was used for a different call
problem-rate-limited = Too many calls
problem-unavailable = The service is temporarily unavailable
problem-internal = Internal error
