## States of repair orders and parts orders
repairs-status-received = received
repairs-status-diagnostics = diagnostics
repairs-status-approval = waiting for your decision
repairs-status-parts-wait = waiting for parts
repairs-status-in-work = in progress
repairs-status-paused = on hold
repairs-status-qc = quality check
repairs-status-ready = ready to collect
repairs-status-issued = handed over
repairs-status-closed = closed
repairs-status-cancelled = cancelled
repairs-status-warranty = warranty repair
repairs-parts-status-ordered = ordered
repairs-parts-status-confirmed = confirmed by the supplier
repairs-parts-status-in-transit = on the way
repairs-parts-status-delayed = delayed
repairs-parts-status-arrived = ready to collect
repairs-parts-status-issued = handed over
repairs-parts-status-cancelled = cancelled

## What happens to the car and what comes next
repairs-about = { $vehicle ->
    [none] Repair order № { $ref }
   *[other] { $vehicle }, repair order № { $ref }
}
repairs-push-received = We have taken your car in.{ $promised ->
    [none] {""} Once we have looked at it, we will tell you what we found and when it will be done.
   *[other] {""} We promise to finish { $promised }. We will keep you posted here at each step.
}
repairs-push-diagnostics = Diagnostics are under way. When we are done, we will tell you what we found and what it costs.{ $promised ->
    [none] {""}
   *[other] {""} Your car should be ready { $promised }.
}
repairs-push-approval = We need your decision: shall we do this work or not? Nothing starts without your consent, and the car waits until you answer. Press “Ask” and write your decision or a question.{ $promised ->
    [none] {""}
   *[other] {""} Your car should be ready { $promised }.
}
repairs-push-parts-wait = We are waiting for parts. As soon as they are here, we will carry on.{ $promised ->
    [none] {""} We will let you know when we have a date.
   *[other] {""} Your car should be ready { $promised }.
}
repairs-push-in-work = Work on your car is under way.{ $promised ->
    [none] {""} We will let you know as soon as it is done.
   *[other] {""} We promise to finish { $promised }.
}
repairs-push-paused = We had to put the work on hold.{ $promised ->
    [none] {""} We will let you know as soon as work resumes.
   *[other] {""} Your car should be ready { $promised }. We will let you know as soon as work resumes.
}
repairs-push-qc = The work is done, we are checking its quality. We will tell you soon when you can collect your car.
repairs-push-ready = Your car is ready to collect!
repairs-push-issued = Your car is back with you. Thank you for choosing us! If anything is wrong, press “Ask”.
repairs-push-closed = The repair is finished and the paperwork is done. If you have a question, press “Ask”.
repairs-push-cancelled = The repair order has been cancelled. If you did not expect this, press “Ask”: we will sort it out.
repairs-push-warranty = We have taken your car in under warranty. Once we know what is wrong, we will tell you what we have decided.{ $promised ->
    [none] {""}
   *[other] {""} Your car should be ready { $promised }.
}
repairs-promise-made = We promise to finish { $after }.
repairs-promise-moved = { $later ->
    [yes] It will take longer, we are sorry.
   *[no] It will be done earlier.
} Before: { $before }. Now: { $after }.
repairs-promise-gone = { $before ->
    [none] We do not know yet when it will be done. We will let you know as soon as we do.
   *[other] We will not make the promised time, we are sorry. Promised: { $before }. We will let you know as soon as we have a new one.
}
repairs-word = There is news from our technician.
repairs-note = Our technician writes: { $note }
repairs-danger = { $danger ->
    [red] urgent
    [yellow] needed soon
   *[green] not urgent
}
repairs-more-lines = { $count ->
    [one] and { $count } more item
   *[other] and { $count } more items
}
repairs-total = { $due ->
    [yes] To pay: { $amount }
   *[no] Total: { $amount }
}
repairs-advice = We recommend for next time:
repairs-where = Come to { $unit }, { $city }, { $address }.
repairs-open-until = We close { $at }.
repairs-open-always = We are open around the clock.
repairs-opens-at = We are closed now and will open { $at }.
repairs-button-details = Details
repairs-button-ask = Ask

## Parts
repairs-parts-about = { $items ->
    [none] Parts order № { $ref }
   *[other] Parts order № { $ref }: { $items }
}
repairs-parts-push-ordered = Your parts are ordered.{ $expected ->
    [none] {""} We will let you know when we have a date.
   *[other] {""} We expect them { $expected }.
}
repairs-parts-push-confirmed = The supplier has confirmed your order.{ $expected ->
    [none] {""} We will let you know when we have a date.
   *[other] {""} We expect the parts { $expected }.
}
repairs-parts-push-in-transit = Your parts are on the way.{ $expected ->
    [none] {""} We will let you know when they are here.
   *[other] {""} We expect them { $expected }.
}
repairs-parts-push-delayed = The delivery is late, we are sorry.{ $expected ->
    [none] {""} We will let you know as soon as we have a new date.
   *[other] {""} We now expect them { $expected }.
}
repairs-parts-push-arrived = Your parts are ready to collect!
repairs-parts-push-issued = The parts have been handed over. If anything does not fit, press “Ask”.
repairs-parts-push-cancelled = The parts order has been cancelled. If you did not expect this, press “Ask”: we will sort it out.
repairs-parts-promise-made = We expect the parts { $after }.
repairs-parts-promise-moved = { $later ->
    [yes] The parts will come later, we are sorry.
   *[no] The parts will come earlier.
} Before: { $before }. Now: { $after }.
repairs-parts-promise-gone = We do not know yet when the parts will come. We will let you know as soon as we do.{ $before ->
    [none] {""}
   *[other] {""} We expected them { $before }.
}
