## Variables in typical answers: this is how they are written in braces
answering-var-client = client name
answering-var-agent = operator
answering-var-number = request number
answering-var-unit = station
answering-var-city = city
answering-var-address = address
answering-var-phone = station phone
answering-var-vehicle = vehicle
answering-var-plate = plate
answering-var-visit-time = visit time
answering-var-visit-works = visit works
answering-var-order-number = order number
answering-var-order-status = order status
answering-var-order-due = order due
answering-var-promise-time = promised time

## Booking link
answering-offer = You can book a visit: { $unit } ({ $city }).
    { $works }
answering-offer-button = Choose a time
answering-offer-note = Booking link with the services already chosen: { $link }

## Notices for staff
answering-told-mention = You were mentioned in a note by { $by }.
answering-told-woken = A request you laid aside is back: time to go on.

## Too many messages
answering-slow-down = We have everything you sent; nothing is lost. There are very many messages, so we do not answer each of them. A person will answer you.
answering-aside-told = Your message has been kept. Earlier messages from this chat had nothing to do with car service, so a manager will look at it first. If you are our client, share your phone number and we will answer right away.

refused-client-waits = The client is waiting for an answer: answer or promise a time first, then lay it aside.
problem-client-waits = The client is waiting for an answer
