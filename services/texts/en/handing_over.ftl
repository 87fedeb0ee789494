## Handing a request on: what the client hears
notice-handed-over = { $to ->
    [agent] { $agent } is now looking after your question № { $number }
    [type] We passed your question № { $number } to { $who }
    [unit] We passed your question № { $number } to our station { $unit }
    [both] We passed your question № { $number } to { $who } at { $unit }
   *[other] We passed your question № { $number } to another specialist
}. { $when ->
    [none] You will hear from us as soon as we open
   *[other] You will hear from us { $when }
}. The whole conversation is saved: no need to repeat anything.
handed-over-to-booking = a service adviser
handed-over-to-reschedule = a service adviser
handed-over-to-repair-status = a service adviser
handed-over-to-order-eta = an order specialist
handed-over-to-order-support = an order specialist
handed-over-to-parts-selection = a parts specialist
handed-over-to-warranty = a warranty specialist
handed-over-to-claim = a claims specialist
handed-over-to-price = a service adviser
handed-over-to-callback = an agent
handed-over-to-other = another specialist
staff-told-many-hands = { $hands ->
    [3] The request is in its third pair of hands: { $agent } handles it now. See whether it has come to the right person.
   *[other] The request has been through { $hands } pairs of hands: { $agent } handles it now. See whether it has come to the right person.
}
