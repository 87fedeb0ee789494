## My car: everything at once
orders-head = Here is what you have with us right now:
orders-nothing = Right now we have no visits, no car in repair and no parts on order for you.
orders-nothing-known = Under { PHONE($phone) } there are no visits, no car in repair and no parts on order right now.
orders-contact = To show your repair and your orders we need your number: press “Share my number” below. You will not have to tell us anything else. Or just write your question and a person will answer.
orders-contact-also = And if you share your number (the button below), we will show you at once where your car and your orders stand.
orders-link-contact = To open this link we need your number: press “Share my number” below. Or just write your question.
orders-link-none = There is nothing for you behind this link. Here is what there is:
orders-line-repair = 🔧 { $car }: { $status }
orders-line-promised = We promise to finish { $when }
orders-line-late = We promised to finish { $when }
orders-line-parts = 📦 Parts, order № { $ref }: { $status }
orders-line-expected = Expected { $when }
orders-line-expected-late = Was expected { $when }
orders-line-visit = 📅 Visit: { $when }
orders-button-repair = 🔧 { $car }
orders-button-parts = 📦 Order № { $ref }
orders-button-visit = 📅 Visit: { $day }
orders-a-car = Your car

## One repair order
orders-title = Repair order № { $ref }
orders-car = Car: { $car }
orders-unit = Station: { $unit }, { $city }
orders-now = Now: { $status }
orders-next = { $status ->
    [received] A technician will look at the car; we will tell you here what they find.
    [diagnostics] We are looking for the cause. Then we will send you the list of work with prices.
    [approval] Please look at the work and the prices, press “Ask about this order” and write what you have decided. Nothing starts without your consent.
    [parts_wait] We will carry on as soon as the parts are here.
    [in_work] We will tell you here as soon as it is done.
    [paused] We will tell you here as soon as work resumes.
    [qc] Only the check is left, your car is almost ready.
    [ready] Come whenever it suits you during working hours.
    [issued] Drive safely! If something is wrong, press “Ask about this order”.
    [closed] If something is wrong, press “Ask about this order”.
    [cancelled] If you did not expect this, press “Ask about this order”.
   *[warranty] We are looking into it under warranty and will tell you here what is decided.
}
orders-promised = We promise to finish { $when }
orders-late = We promised to finish { $when }. We are late, sorry. Ask, and we will find out how much longer it takes.
orders-lines = Work and parts:
orders-line = • { $title }{ $quantity ->
    [none] {""}
   *[other] {" × "}{ $quantity }
}: { $price }{ $decision ->
    [open] , waiting for your decision
    [declined] , not done
   *[approved] {""}
}
orders-more = … and { $count ->
    [one] { $count } more item
   *[other] { $count } more items
}
orders-total = Total: { $total }
orders-advice = We recommend:
orders-advice-line = { $danger ->
    [red] 🔴 { $title } (urgent)
    [yellow] 🟡 { $title } (needed soon)
    [green] 🟢 { $title } (not urgent)
   *[none] • { $title }
}
orders-course = History (local time, { $city }):
orders-step = • { $when }: { $what }
orders-step-moved = due { $before }, now { $after }
orders-step-unpromised = no longer due { $before }
orders-step-estimate = the list of work changed
orders-ask = Ask about this order
orders-all = ‹ All orders
orders-hours = { $name }: { $city }, { $address }. { $today }

## One parts order
orders-parts-title = Parts order № { $ref }
orders-parts-next = { $status ->
    [ordered] We are waiting for the supplier to confirm.
    [confirmed] The supplier is packing the order.
    [in_transit] We will tell you here as soon as it arrives.
    [delayed] The supplier is late. If the date changes, we will tell you here.
    [arrived] Come whenever it suits you during working hours.
    [issued] If something does not fit, press “Ask about this order”.
   *[cancelled] If you did not expect this, press “Ask about this order”.
}
orders-expected = Expected { $when }
orders-expected-late = Was expected { $when }. It is late, sorry. Ask, and we will find out.
orders-items = What you ordered:
orders-item = • { $title }{ $quantity ->
    [none] {""}
   *[other] {" × "}{ $quantity }
}

## A question about an order
orders-ask-prompt = { $kind ->
    [parts] Write your question about parts order № { $ref }. No need to tell us about it again.
   *[repair] Write your question about repair order № { $ref }. No need to tell us about it again.
}
orders-about-repair = A question about repair order № { $ref }. Car: { $car }. Now: { $status }.
orders-about-promised = Promised { $when }.
orders-about-parts = A question about parts order № { $ref }. Now: { $status }.
orders-about-expected = Expected { $when }.
