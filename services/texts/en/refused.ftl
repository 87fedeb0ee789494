## Why a rule says no (error codes)
refused-other = This cannot be done now.
refused-malformed = The request could not be read.
refused-unauthorized = Please sign in.
refused-forbidden = You are not allowed to do this.
refused-not-owner = Somebody else handles this request; only they write to the client.
refused-not-found = There is no such thing, or it is not yours.
refused-slot-taken = This time is already taken.
refused-slot-invalid = This time cannot be booked.
refused-wip-limit = No more requests can be held at a time: close one first.
refused-promise-overdue = Keep the overdue promise first.
refused-off-shift = You are not on shift.
refused-withdrawn = New requests are paused for you for a while. Finish or transfer what is in hand.
refused-nothing-waiting = The queue is empty: nobody is waiting right now.
refused-closed = The request is already closed.
refused-too-late = It is too late for this.
refused-phone-taken = This phone is on another client’s card.
refused-idempotency-busy = This is already being done.
refused-idempotency-mismatch = There was a different request under this key.
refused-too-large = This is too large.
refused-invalid = Please check what you have filled in.
refused-wrap-up-incomplete = It cannot be closed yet: something is missing.
refused-rate-limited = { $minutes ->
    [one] Too many failed attempts. Please wait { $minutes } minute.
   *[other] Too many failed attempts. Please wait { $minutes } minutes.
}
refused-unavailable = The service is unavailable for the moment.
