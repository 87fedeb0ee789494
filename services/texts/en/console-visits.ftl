## Visits of the day
console-visits = Visits
console-visits-day = Day
console-visits-before = Previous day
console-visits-after = Next day
console-visits-none = Nobody is booked for this day.
console-visits-no-unit = There are no stations yet.
console-visits-count = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
}
console-visits-cancelled = { $count ->
    [one] { $count } visit cancelled
   *[other] { $count } visits cancelled
}
console-visit = Visit
console-visit-tomorrow = Tomorrow
console-visit-works = Services
console-visit-takes = Bay and technician
console-visit-comment = Comment
console-visit-request = Request
console-visit-vehicle-unknown = not known yet
console-visit-status-booked = booked
console-visit-status-confirmed = confirmed
console-visit-status-arrived = arrived
console-visit-status-no-show = did not come
console-visit-status-done = done
console-visit-status-cancelled = cancelled
console-visit-cancelled-client = cancelled by the client
console-visit-cancelled-unit = cancelled by us
console-visit-cancelled-source = cancelled by another program
console-visit-act-arrived = Arrived
console-visit-act-no-show = Did not come
console-visit-act-done = Finish
console-visit-move = Move
console-visit-move-to = Move to what time?
console-visit-move-hint = { $telegram ->
    [yes] Choose the new time ({ $city }). The client will get a message.
   *[other] Choose the new time ({ $city }).
}
console-visit-earlier-days = ‹ Earlier
console-visit-later-days = Later ›
console-visit-keep = Leave it as it is
console-visit-cancel = Cancel
console-visit-cancel-reason = Why (for yourself, optional)
console-visit-cancel-hint = The client will be told that it is cancelled.
console-visit-cancel-do = Cancel the visit
console-visit-call-them = The client has no chat: please tell them about changes by phone.
console-visit-no-times = There is no free time: check the station’s hours, bays and technicians.
console-visit-over = This visit is already over or cancelled.
console-visit-changed = This visit has been changed meanwhile: look at what it says now.
console-visit-slot-taken = That time has just been taken. Here is what is free now.

## Booking from a request
console-book-title = Book a visit
console-book-from-day = From
console-book-show-times = Show free times
console-book-free-times = Free times, the visit takes { $length }
console-book-hint = { $telegram ->
    [yes] Press a time ({ $city }), and the client is booked. They will get a message.
   *[other] Press a time ({ $city }), and the client is booked. They have no chat: tell them the time by phone.
}
console-book-by-adviser = by arrangement
console-book-choose-works = Tick at least one service.
console-book-nothing-here = This station has no bays or technicians for the services in the catalogue.

## The client's card: vehicles, visits, orders
console-card-visits = Visits
console-card-no-visits = No visits.
console-card-vehicles = Vehicles
console-card-about = this request
console-card-sold = sold
console-card-mileage = { $km } km
console-card-repairs = Repair orders
console-card-parts = Parts orders
console-card-order-approval = waiting for the client’s decision
console-card-due = promised: { $when }
console-card-late = overdue: { $when }
console-course-request-visit = { $why ->
    [moved] The visit was moved
    [cancelled] The visit was cancelled
   *[other] The client was booked for a visit
}
console-field-starts-at = Time
console-field-comment = Comment
console-invalid-starts-at-required = Please choose a time.
console-invalid-status-not-yet = The time of the visit has not come yet.
console-invalid-works-required = Tick at least one service.
console-invalid-works-unknown = This service is no longer there: please choose again.
