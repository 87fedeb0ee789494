## What to know: labels for agents
script-label-vehicle = Vehicle
script-label-vin = VIN
script-label-plate = Registration plate
script-label-mileage = Mileage, km
script-label-parts = Parts
script-label-photo = Photo
script-label-order = Order number
script-label-warranty-order = Repair order number
script-label-claim-order = Repair order number
script-label-repair-status-order = Repair order number
script-label-happened = What happened
script-label-since = Since when
script-label-works = Which work
script-label-when = When it suits
script-label-phone = Contact phone

## What the bot asks
script-ask-vehicle = Which car do you have? Make, model and year, for example: Lada Vesta 2019.
script-ask-parts-selection-vehicle = Which car are they for? Make, model and year, for example: Lada Vesta 2019. If you have the VIN at hand, that is enough.
script-ask-repair-status-vehicle = Which car is it about? Send the plate, or the make and model.
script-ask-reschedule-vehicle = Which car is it about? Send the plate, or the make and model.
script-ask-vin = Please send the VIN, so that the part is sure to fit. It is 17 letters and digits from the registration document. A photo of the document is fine too.
script-ask-parts = Which parts do you need? Write it any way you like, as a list if you wish, or send a photo.
script-ask-phone = Which number can we reach you on, should we need to call?
script-ask-callback-phone = Which number should we call?
script-ask-happened = What happened? Tell us in your own words.
script-ask-since = When did it start, or when did you notice it?
script-ask-order = What is the order number? It is on the receipt and in our messages.
script-ask-warranty-order = What is the number of the repair order or the receipt, if you have it at hand?
script-ask-claim-order = What is the number of the repair order or the receipt, if you have it at hand?
script-ask-mileage = What is the mileage now?
script-ask-photo = Please send a photo: it helps us understand.
script-ask-works = Which work are you interested in?
script-ask-when = When would you like to come? A day and an approximate time.
script-ask-reschedule-when = Which day and approximate time should we move it to?
script-ask-callback-when = When is a good time to talk?

## What it came to
script-result-unreached = Could not be reached
script-result-visit = Visit booked
script-result-later = Agreed to talk later
script-result-booking-no-time = No suitable time
script-result-moved = Visit moved
script-result-cancelled = Visit cancelled
script-result-kept = Visit stays as it is
script-result-told = Told
script-result-repair-status-asked-shop = Checking with the workshop
script-result-delayed = It takes longer
script-result-helped = Helped with the order
script-result-order-support-asked = Checking the order
script-result-ordered = Order placed
script-result-thinking = The client is thinking it over
script-result-parts-selection-no-parts = Parts not available
script-result-expensive = Too expensive
script-result-check = Booked for a check
script-result-accepted = Accepted under warranty
script-result-declined = Not covered by warranty
script-result-disagrees = The client disagrees
script-result-redone = Booked to be redone
script-result-made-good = Compensated
script-result-explained = Looked into and explained
script-result-talked = Talked

## The bot asks
script-lead = { $count ->
    [one] To answer you faster, one question:
   *[other] To answer you faster, a few questions. You can skip any of them.
}
script-noted = Noted.
script-noted-value = { $label }: { $value }.
script-looked = Thank you, we will have a look.
script-skip = Skip
script-enough = That is all
script-done = Thank you, we have passed this on.{ $due ->
    [none] {""}
   *[other] {" "}We will answer { $due }.
}
script-done-nothing = All right, we will answer with what we have.
script-stopped = All right, no more questions. Your question № { $number } is with our team already.
script-over = This question needs no answer any more
script-skip-words = skip | i don't know | don't know | no | next | not sure | no idea
script-enough-words = that's all | that is all | enough | nothing else | stop asking
script-hint-vehicle = We could not tell which car that is. Please write its make and model, plate or VIN.
script-hint-vin = There seems to be a typo in the VIN: { $length ->
    [0] a VIN has 17 letters and digits, without I, O and Q
   *[other] a VIN has 17 characters, and this one has { $length }
}. Please check it, or send a photo of the registration document.
script-hint-phone = We could not make out that number. Please send it in digits, for example: +7 916 123-45-67.
script-hint-mileage = Please send the mileage as a number, for example: 98500.
script-hint-plate = Please send the whole plate, for example: A123BC77.
script-hint-order = The number should have digits in it. Please check it, or press “Skip”.
script-hint-since = There seems to be a typo in the date. Please send it again, or in your own words.
script-hint-photo = A photo is what helps here. If you have none, press “Skip”.
script-hint-choice = Please choose one of these.
script-hint = We could not make that out. Please put it another way, or press “Skip”.
script-other-vehicle = Another car

## Parts
button-parts = Find parts
parts-prompt = Which parts do you need, and for which car? Write it any way you like, as a list if you wish, or send a photo. If you know the VIN, add it. In working hours we answer within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
menu-words-parts = parts | find parts | spare parts | i need parts

## Owed after closing
follow-up-promise =
    { $titled ->
        [yes] We promised to get in touch with the client (request № { $number }): { $title }
       *[no] We promised to get in touch with the client (request № { $number })
    }
follow-up-recommendation = Time to come back to a recommendation (request № { $number }): { $title }
follow-up-author = Reception
follow-up-told = We will get in touch with you { $when }.
