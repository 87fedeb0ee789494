## States of repair orders and parts orders
repairs-status-received = Received
repairs-status-diagnostics = Diagnostics
repairs-status-approval = Waiting for your decision
repairs-status-parts-wait = Waiting for parts
repairs-status-in-work = In work
repairs-status-paused = On hold
repairs-status-qc = Quality check
repairs-status-ready = Ready to collect
repairs-status-issued = Handed over
repairs-status-closed = Closed
repairs-status-cancelled = Cancelled
repairs-status-warranty = Warranty repair
repairs-parts-status-ordered = Ordered
repairs-parts-status-confirmed = Confirmed by the supplier
repairs-parts-status-in-transit = On the way
repairs-parts-status-delayed = Delayed
repairs-parts-status-arrived = Ready to collect
repairs-parts-status-issued = Handed over
repairs-parts-status-cancelled = Cancelled

## What happens to the car and what comes next
repairs-about = { $vehicle ->
    [none] Repair order № { $ref }
   *[other] { $vehicle }, repair order № { $ref }
}
repairs-push-received = We have taken your car in.{ $promised ->
    [none] {""} Once we have looked at it, we will write what we found and when it will be done.
   *[other] {""} We promise to finish { $promised }. We will write here at each step.
}
repairs-push-diagnostics = Diagnostics are under way. When we are done, we will write what we found and what it costs.{ $promised ->
    [none] {""}
   *[other] {""} Your car should be ready { $promised }.
}
repairs-push-approval = We need your decision: shall we do this work or not? Nothing starts without your consent, and the work stands still until you answer. Press “Ask” and write your decision or a question.{ $promised ->
    [none] {""}
   *[other] {""} Your car should be ready { $promised }.
}
repairs-push-parts-wait = We are waiting for parts. As soon as they are here, we will go on.{ $promised ->
    [none] {""} We will write when we know the date.
   *[other] {""} Your car should be ready { $promised }.
}
repairs-push-in-work = Work on your car is under way.{ $promised ->
    [none] {""} We will write as soon as it is done.
   *[other] {""} We promise to finish { $promised }.
}
repairs-push-paused = We had to put the work on hold.{ $promised ->
    [none] {""} We will write as soon as we go on.
   *[other] {""} Your car should be ready { $promised }. We will write as soon as we go on.
}
repairs-push-qc = The work is done, we are checking its quality. We will write soon that you can collect your car.
repairs-push-ready = Your car is ready, you can collect it!
repairs-push-issued = Your car is back with you. Thank you for choosing us! If anything is wrong, press “Ask”.
repairs-push-closed = The repair is finished and the papers are closed. If you have a question, press “Ask”.
repairs-push-cancelled = The repair order was cancelled. If you did not expect this, press “Ask”: we will sort it out.
repairs-push-warranty = We have taken your car in under warranty. When we know what the matter is, we will write what was decided.{ $promised ->
    [none] {""}
   *[other] {""} Your car should be ready { $promised }.
}
repairs-promise-made = We promise to finish { $after }.
repairs-promise-moved = { $later ->
    [yes] It will take longer, we are sorry.
   *[no] It will be done earlier.
} Before: { $before }. Now: { $after }.
repairs-promise-gone = { $before ->
    [none] We do not know yet when it will be done. We will write as soon as we do.
   *[other] We will not make the promised time, we are sorry. It was: { $before }. We will write as soon as we know the new one.
}
repairs-word = There is news from the workshop.
repairs-note = The workshop writes: { $note }
repairs-more-lines = { $count ->
    [one] and { $count } more item
   *[other] and { $count } more items
}
repairs-total = { $due ->
    [yes] To pay: { $amount }
   *[no] Total: { $amount }
}
repairs-advice = We advise for the next time:
repairs-where = Come to { $unit }, { $city }, { $address }.
repairs-open-until = We are open until { $time } today.
repairs-open-always = We are open around the clock.
repairs-opens-at = We are closed now and open { $at }.
repairs-button-details = Details
repairs-button-ask = Ask

## Parts
repairs-parts-about = { $items ->
    [none] Parts order № { $ref }
   *[other] Parts order № { $ref }: { $items }
}
repairs-parts-push-ordered = Your parts are ordered.{ $expected ->
    [none] {""} We will write when we know the date.
   *[other] {""} We expect them { $expected }.
}
repairs-parts-push-confirmed = The supplier has confirmed your order.{ $expected ->
    [none] {""} We will write when we know the date.
   *[other] {""} We expect the parts { $expected }.
}
repairs-parts-push-in-transit = Your parts are on the way.{ $expected ->
    [none] {""} We will write when they are here.
   *[other] {""} We expect them { $expected }.
}
repairs-parts-push-delayed = The delivery is late, we are sorry.{ $expected ->
    [none] {""} We will write as soon as we know the new date.
   *[other] {""} We now expect it { $expected }.
}
repairs-parts-push-arrived = Your parts are here, you can collect them!
repairs-parts-push-issued = The parts were handed over. If anything does not fit, press “Ask”.
repairs-parts-push-cancelled = The parts order was cancelled. If you did not expect this, press “Ask”: we will sort it out.
repairs-parts-promise-made = We expect the parts { $after }.
repairs-parts-promise-moved = { $later ->
    [yes] The parts will come later, we are sorry.
   *[no] The parts will come earlier.
} Before: { $before }. Now: { $after }.
repairs-parts-promise-gone = We do not know yet when the parts will come. We will write as soon as we do.{ $before ->
    [none] {""}
   *[other] {""} We expected them { $before }.
}
