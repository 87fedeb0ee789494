## Booking: what has been chosen
booking-head-place = Booking: { $unit }, { $city }
booking-head-car = Car: { $car }
booking-head-works = { $count ->
    [1] Service
   *[other] Services
}: { $works } ({ $duration })
booking-duration = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}

## Booking: questions
booking-ask-unit = Which station suits you?
booking-ask-car = Which car will you bring?
booking-ask-plate = Send the car’s plate, for example A123BC77, or its VIN. Just the make and model will do too.
booking-ask-works = What needs doing? You can choose several services.
booking-ask-more-works = Anything else?
booking-ask-day = Which day suits you? You can also write it: “tomorrow at 10”, “Friday afternoon”.
booking-ask-time = { $date }. What time? Local time ({ $city }).
booking-ask-offer = Which time suits you? Local time ({ $city }).
booking-ask-yes = Is everything correct?
booking-car-later = you will tell us on site
booking-held = Please confirm { $until }: we keep this time for you until then.

## Booking: buttons
booking-continue = Continue · { $count ->
    [one] { $count } service
   *[other] { $count } services
}, { $duration }
booking-yes = Book it
booking-back = ‹ Back
booking-cancel = Cancel
booking-more = More ›
booking-fewer = ‹ Back to start
booking-other-car = Another car
booking-say-later = I’ll tell you on site
booking-all-works = All services
booking-no-such-work = It is not on the list
booking-no-such-day = No day suits me
booking-no-such-time = No time suits me
booking-other-day = Choose another day
booking-yes-words = yes | yep | yeah | correct | right | that's right | confirm | book it
booking-ask-person = Pass it to a person
booking-my-visits = My visits
booking-chosen = ✓ { $work }
booking-today = Today, { $weekday } { $day }
booking-tomorrow = Tomorrow, { $weekday } { $day }

## Kinds of services
booking-family-maintenance = Maintenance
booking-family-diagnostics = Diagnostics
booking-family-brakes = Brakes
booking-family-tyres = Tyres
booking-family-fluids = Fluids
booking-family-engine = Engine
booking-family-suspension = Suspension
booking-family-other = Other

## Booking: when it does not work out at once
booking-taken = That time has just been taken.
booking-taken-day = Nothing is free on that day any more. Please choose another.
booking-typed-taken = Nothing is free at that time. Here are the nearest times:
booking-typed-full = We are full or closed then. Here are the nearest free times:
booking-typed-past = That time has passed already. Please choose another day.
booking-typed-which-day = Please tell us which day you mean.
booking-typed-soon = Here are the nearest free times:
booking-expired = We kept that time for you for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, but it has been taken since.
booking-changed = Something changed while you were choosing. Please check again.
booking-no-days = { $days ->
    [one] Nothing is free for these services in the next { $days } day
   *[other] Nothing is free for these services in the next { $days } days
}. Pass it to a person: we will find you a time or another station.
booking-too-many = { $count ->
    [one] You already have { $count } visit
   *[other] You already have { $count } visits
}, and the bot cannot book more. Cancel one or pass this to a person.
booking-by-adviser = “{ $work }”: how long it takes depends on the condition of the car, so a person has to book it. Pass it on and they will answer you here.
booking-plate-unclear = We could not read that plate. Please send it again, for example A123BC77, or press “I’ll tell you on site”.
booking-car-known = Added: { $car }.
booking-request-more = Write here whatever else matters: we will add it.
booking-request-known = Our team already has this request, № { $number }. Write here whatever else matters: we will add it.

## Booking: what the agent reads
booking-request-words = Booking request from the bot: { $why ->
    [works] the service is not on the list
    [days] no day suits
    [times] no time suits
    [full] nothing is free
    [limit] has visits already, no more allowed
    [adviser] this service is booked by an agent
   *[other] the client asks for help
}.
booking-request-adviser = Wanted: { $work }
booking-request-day = Day: { $date }

## Booking: dropped
booking-dropped-nothing = Cancelled, nothing is booked.
booking-dropped-held = Cancelled, nothing is booked. The time we kept for you is free again.
booking-dropped-chosen = Cancelled, nothing is booked: what you had chosen is gone.
booking-over = That message is out of date. This is the booking you are making now.