## A visit: the card
visit-place = { $unit }: { $city }, { $address }
visit-title-fresh = Done, you are booked in!
visit-title-moved = Done, your visit has been moved.
visit-title-thanks = Thank you, see you then!
visit-title-booked = You are booked in.
visit-title-confirmed = You are booked in and have confirmed that you will come.
visit-title-arrived = Your car is with us.
visit-title-no-show = We waited for you, but you did not make it.
visit-title-done = This visit is over.
visit-title-cancelled = This visit is cancelled.
visit-title-cancelled-by-us = We cancelled this visit.

## A visit: buttons of the card
visit-confirm = I’ll be there
visit-move = Move
visit-cancel = Cancel
visit-route = Directions
visit-file = Add to calendar
visit-ask = Ask about this visit
visit-again = Book again
visit-keep = Keep it as it is
visit-cancel-yes = Yes, cancel it
visit-move-yes = Move it

## A visit: moving and cancelling
visit-move-head = Moving your visit. Now: { $when }.
visit-move-day = To which day?
visit-move-time = { $date }. What time? Local time ({ $city }).
visit-move-check = Before: { $before }
    After: { $after }

    Move it?
visit-move-dropped = Not moved. Your visit stays: { $when }.
visit-cancel-check = Cancel this visit?
visit-cancelled-note = The visit is cancelled
visit-kept-note = The visit stays
visit-changed-note = The visit has changed, here it is now
visit-file-caption = Open the file to add the visit to your calendar.
visit-ask-prompt = Write your question about this visit: { $when }. No need to describe it.

## A visit: when it is too late
visit-late = Your visit is soon, so a person has to change it. We have passed on your request to { $what ->
    [cancel] cancel it
   *[move] move it
}.
visit-moves-over = This visit has been moved several times already, so a person has to change it. We have passed on your request to move it.
visit-late-known = Our team already has your request, № { $number }. Write here if there is anything to add.
visit-no-days = Nothing else is free at the moment. We have passed on your request to move the visit: a person will find you a time.

## A visit: what the agent reads
visit-request-words = From the bot: the client wants to { $what ->
    [cancel] cancel the visit
    [ask] ask about the visit
   *[move] move the visit
}.
