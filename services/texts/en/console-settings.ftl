## Settings: general
console-set-title = Settings
console-set-sections = Sections of the settings
console-set-section-overview = Overview
console-set-section-chain = Name of the chain
console-set-section-units = Stations
console-set-section-works = Services
console-set-section-staff = Staff
console-set-section-answers = Saved replies
console-set-section-audit = Change log
console-set-about-chain = How the chain introduces itself to clients
console-set-about-units = Addresses, hours, bays and technicians
console-set-about-works = What you do and how long it takes
console-set-about-staff = Who works here and what they may do
console-set-about-answers = Ready texts for frequent questions
console-set-about-audit = Who changed what, and when
console-set-done-added = Added.
console-set-done-saved = Saved.
console-set-done-removed = Removed.
console-set-done-left = They no longer work here: access is closed.
console-set-done-returned = They work here again. If the password is forgotten, give them a new one.
console-set-done-usual = The usual list of services is loaded. Please check the minutes: they are for a passenger car.
console-set-done-blocked = Noted: nothing will be booked for that time.
console-set-done-unblocked = It can be booked again.
console-set-mistakes = { $count ->
    [one] Not saved. Please correct { $count } field:
   *[other] Not saved. Please correct { $count } fields:
}
console-set-add = Add
console-set-yes = yes
console-set-no = no
console-set-min = min
console-set-days = days
console-set-km = km
console-set-months = months
console-set-in-ru = { $label } in Russian, if different
console-set-in-en = { $label } in English, if different

## First steps
console-set-steps-title = The chain is not ready for clients yet
console-set-steps-next = Next: { $step }.
console-set-steps-go = Continue setting up
console-set-steps-lead = Five steps, and clients can book. Everything can be changed later.
console-set-step-done = done
console-set-step-now = now
console-set-step-chain = Name of the chain
console-set-step-chain-why = Clients see it in the greeting.
console-set-step-chain-do = Name the chain
console-set-step-units = Stations
console-set-step-units-why = The address, time zone and opening hours of each.
console-set-step-units-do = Add a station
console-set-step-resources = Bays and technicians
console-set-step-resources-why = How many cars can be taken at a time: a visit needs a free bay and a free technician.
console-set-step-resources-do = Add bays and technicians
console-set-step-works = Services
console-set-step-works-why = What clients book. The usual list is loaded with one click.
console-set-step-works-do = Load services
console-set-step-staff = Staff
console-set-step-staff-why = At least one agent who answers clients.
console-set-step-staff-do = Add a colleague
console-set-all-done = All set: clients can book, and there is somebody to answer them.
console-set-chain-name = Name
console-set-chain-hint = What clients call it, for example “Svoy Garage”.

## A station
console-set-new-unit = Add a station
console-set-add-unit = Add the station
console-set-no-units = There are no stations yet.
console-set-leading-mark = main
console-set-unit-closed = closed
console-set-cannot-book = Nobody can book: it needs bays and technicians.
console-set-counted-bays = { $count ->
    [0] no bays
    [one] { $count } bay
   *[other] { $count } bays
}
console-set-counted-technicians = { $count ->
    [0] no technicians
    [one] { $count } technician
   *[other] { $count } technicians
}
console-set-unit-parts = Sections of the station
console-set-tab-unit = Address and hours
console-set-tab-resources = Bays and technicians
console-set-tab-days = Holidays and special days
console-set-field-name = Name
console-set-unit-name-hint = How clients tell it from the others: “North”, “On Main Street”. No need to repeat the name of the chain.
console-set-field-city = City
console-set-field-address = Address
console-set-address-hint = Street and number, as in a navigation app.
console-set-field-phone = Phone
console-set-phone-hint = The bot gives it to whoever asks. May be left empty.
console-set-field-time-zone = Time zone
console-set-zone-by-city = by the name of the city
console-set-zone-hint = All times of the station follow it, reminders to clients included.
console-set-zones-home = Russia, from west to east
console-set-zones-near = Neighbouring countries
console-set-zones-far = The rest of the world
console-set-hours = Opening hours
console-set-hours-hint = For example 9–20; with a break: 9–13, 14–20; or “24h”. Empty: closed.
console-set-copy-work = Like Monday: Tuesday to Friday
console-set-copy-all = Like Monday: all days
console-set-closed = closed
console-set-day-0 = Monday
console-set-day-1 = Tuesday
console-set-day-2 = Wednesday
console-set-day-3 = Thursday
console-set-day-4 = Friday
console-set-day-5 = Saturday
console-set-day-6 = Sunday
console-set-rules = Booking rules, point on the map, code
console-set-rules-hint = Usual values are in place; there is no need to change them. The rules bind clients; staff book more freely.
console-set-field-grid-minutes = Booking step
console-set-grid-hint = How often a time is offered: 10:00, 10:30…
console-set-field-lead-minutes = Book no later than
console-set-lead-hint = Before the visit begins.
console-set-field-horizon-days = Book ahead up to
console-set-horizon-hint = How many days are open for booking.
console-set-field-cutoff-minutes = Move or cancel no later than
console-set-cutoff-hint = Before the visit begins; after that the client asks an agent.
console-set-field-visits-limit = Visits per client
console-set-visits-limit-hint = How many coming visits at a time.
console-set-field-moves-limit = Moves of one visit
console-set-moves-limit-hint = How often the client may move it without an agent.
console-set-field-place = Point on the map
console-set-place-hint = Latitude and longitude with a comma, as in maps. Empty: the route goes to the address.
console-set-field-code = Code
console-set-code-hint = Latin letters and digits, for links and other programs. Empty: made from the name. It never changes later.
console-set-code-is = The station’s code: { $code }. A link for the shop window and the website: t.me/<name of the bot>?start=u_{ $code }
console-set-field-leading = Main station
console-set-leading-hint = Its hours and time zone apply while a client’s station is not known. There is only one.
console-set-field-active-unit = Open for business
console-set-active-unit-hint = A closed station is not offered to clients; its history stays.
console-set-sure-close = Close it all the same: we will move or cancel the visits ourselves
console-set-outside = { $count ->
    [one] { $count } visit lies outside the opening hours. Please move it:
   *[other] { $count } visits lie outside the opening hours. Please move them:
}

## Special days
console-set-days-special = Days that differ from the week
console-set-days-none = There are none: the station keeps its usual hours.
console-set-days-add = Add days
console-set-day-since = From
console-set-day-until = To
console-set-day-until-hint = Empty: one day.
console-set-day-hours-hint = Empty: closed. Or hours, for example 10–16.
console-set-day-usual = As usual
console-set-day-usual-label = As usual: { $day }
console-set-holidays = Public holidays
console-set-holidays-hint = Tick the days on which the station is closed.
console-set-holidays-close = Close on the days ticked
console-set-holidays-all = Close on all these days

## Bays and technicians
console-set-bays = Bays
console-set-bays-none = There are no bays yet.
console-set-bays-add = Add bays
console-set-bays-hint = Bays of the same kind are numbered in order; their names can be changed. A lift will also do where a plain bay is needed.
console-set-how-many = How many
console-set-technicians = Technicians
console-set-technicians-none = There are no technicians yet.
console-set-technicians-add = Add technicians
console-set-technicians-hint = One name per line. These are the people who do the repairs; they need not sign in here.
console-set-skills = Able to work as
console-set-skills-all = All of them are able to work as
console-set-skills-hint = Nothing ticked: ordinary services.
console-set-serves = Serves as
console-set-serves-hint = Which services can be done here.
console-set-own-hours-mark = own hours
console-set-own-hours = Own working hours
console-set-own-hours-hint = Not ticked: whenever the station is open.
console-set-own-hours-week = Own hours by day
console-set-out-of-use = out of use
console-set-in-use = In use
console-set-in-use-hint = Not ticked: nothing new is booked here.
console-set-sure-resource = Take out of use all the same: we will move these visits ourselves
console-set-field-position = Place in the list
console-set-position-hint = The smaller, the higher.
console-set-bay-lift = lift
console-set-bay-bay = plain bay
console-set-bay-alignment = wheel alignment stand
console-set-bay-tyre = tyre bay
console-set-bay-ac = air conditioning bay
console-set-bay-name-lift = Lift { $number }
console-set-bay-name-bay = Bay { $number }
console-set-bay-name-alignment = Alignment { $number }
console-set-bay-name-tyre = Tyres { $number }
console-set-bay-name-ac = Air conditioning { $number }
console-set-skill-senior = senior technician
console-set-skill-diagnostician = diagnostician
console-set-bookable = { $count ->
    [0] Clients cannot book any of the { $all } services yet.
   *[other] Clients can book { $count } of { $all } services.
}
console-set-bookable-no-works = There are no services in the catalogue yet, so there is nothing to book.
console-set-bookable-nothing-yet = At least one bay and one technician are needed before clients can book.
console-set-lacks-bay = No bay of the kind “{ $kind }”:
console-set-lacks-technician = { $skill ->
    [none] No technician:
   *[other] Nobody is marked as “{ $skill }”:
}
console-set-absences = Holidays and absence
console-set-blocks = Repairs and downtime
console-set-block-since = From ({ $city })
console-set-block-until = Until ({ $city })
console-set-block-reason = Reason
console-set-block-hint = For example: the lift is under repair.
console-set-absence-hint = For example: holiday, illness, training.
console-set-block-do = Close for that time
console-set-absence-do = Note the absence
console-set-unblock = Remove

## Services
console-set-work = Service
console-set-new-work = Add a service
console-set-usual = Begin with the usual list
console-set-usual-why = 27 services of a car workshop with minutes, bays and intervals: maintenance, oil, brakes, diagnostics, tyres and more. What you do not need can be removed later.
console-set-usual-do = Load the usual list
console-set-works-reading = Services are shared by the whole chain; directors and administrators change them.
console-set-works-unused = Not in use
console-set-needs = Needs
console-set-who-books = Booked by
console-set-by-client = the client
console-set-by-adviser = agents only
console-set-any-technician = any technician
console-set-field-title = Name
console-set-field-minutes = Takes
console-set-minutes-hint = A technician’s time on a passenger car.
console-set-field-setup-minutes = Preparing the bay
console-set-setup-hint = Occupies the bay before the service.
console-set-field-cleanup-minutes = Cleaning the bay
console-set-cleanup-hint = Occupies the bay after the service.
console-set-field-bay = Bay needed
console-set-field-skill = Technician needed
console-set-field-family = Group
console-set-family-hint = Clients see services in these groups.
console-set-field-bookable = Clients book it themselves
console-set-bookable-hint = Not ticked: the client is passed to an agent. For services that depend on wear or need advice.
console-set-work-more = Intervals, order and code
console-set-field-interval-km = Repeat after
console-set-interval-hint = If the service recurs: by mileage or by time, whichever comes first.
console-set-field-interval-months = Or after
console-set-work-code-is = The service’s code for other programs: { $code }.
console-set-work-code-hint = Latin letters and digits, for other programs. Empty: made from the name.
console-set-work-active = We offer this
console-set-work-active-hint = Not ticked: it is offered to nobody; earlier visits stay.
console-set-family-maintenance = Maintenance
console-set-family-diagnostics = Diagnostics
console-set-family-brakes = Brakes
console-set-family-tyres = Tyres
console-set-family-fluids = Fluids
console-set-family-engine = Engine
console-set-family-suspension = Suspension
console-set-family-other = Other

## Staff
console-set-new-person = Add a colleague
console-set-add-person = Add and get a password
console-set-you = you
console-set-has-left = has left
console-set-not-yet-in = has not signed in yet
console-set-all-units = all stations
console-set-all-types = all requests
console-set-leads = { $count ->
    [one] handles { $count } request
   *[other] handles { $count } requests
}
console-set-person-name = Full name
console-set-person-name-hint = Clients see the first name only.
console-set-login-hint = Empty: made from the name. It never changes later.
console-set-login-is = Login: { $login }
console-set-field-role = Role
console-set-own-role = You cannot change your own role and stations: ask somebody else.
console-set-role-agent = takes requests as they come and answers clients
console-set-role-head = sees the requests of their stations, assigns past the queue, changes the settings of the stations and their staff
console-set-role-director = sees and changes everything at all stations
console-set-role-qa = reads conversations and the change log, does not write to clients
console-set-role-admin = sees and changes everything, and looks after the program itself
console-set-field-units = Stations
console-set-units-hint = Nothing ticked: all stations.
console-set-units-hint-own = Tick at least one.
console-set-person-more = Which requests they take, languages, Telegram
console-set-field-skills = Which requests they take
console-set-types-hint = Nothing ticked: all of them.
console-set-field-wip-limit = Requests at a time
console-set-wip-hint = Empty: { $limit }, like everybody.
console-set-field-telegram-id = Telegram ID
console-set-telegram-hint = A number, not a phone or @name: the bot @userinfobot shows it, for example. May be left empty.
console-set-access = Access
console-set-password-hint = If the password is forgotten, give a one-time one. The old one stops working, and they will have to sign in again.
console-set-password-new = Give a new password
console-set-leave-hint = No longer works here: access is closed, the history stays.
console-set-leave-do = Close access
console-set-sure-leave = Close it all the same: the requests go back to the queue
console-set-person-left = This colleague no longer works here.
console-set-take-back = Restore access
console-set-person-added = { $name }: access is open
console-set-password-made = { $name }: a new password
console-set-hand-over = Please hand this over in person:
console-set-where-to-sign-in = Address
console-set-one-time-password = One-time password
console-set-shown-once = The password is shown once and stored nowhere. They will choose their own when they first sign in.
console-set-one-more = Add another
console-set-to-list = To the list

## Saved replies
console-set-answers-why = Ready texts: an agent puts one into an answer, checks it and sends it.
console-set-new-answer = Add a reply
console-set-answer-title = Name
console-set-answer-title-hint = Agents find the reply by it; clients do not see it.
console-set-answer-body = Text
console-set-answer-body-hint = Clients get the text in their own language if it is filled in.
console-set-answer-type = For which requests
console-set-any-type = for any
console-set-answer-active = Offer it to agents
console-set-answer-remove = Delete the reply
console-typical = Saved replies
console-typical-hint = The text goes into the answer box; you send it yourself.
console-key-typical = saved replies

## Change log
console-set-audit-kind = What
console-set-audit-who = Who
console-set-audit-chain = the chain
console-set-audit-unit = stations
console-set-audit-resource = bays and technicians
console-set-audit-work = services
console-set-audit-staff = staff
console-set-audit-answer = saved replies
console-set-audit-none = No changes were found.
console-set-became = became
console-set-audit-more = What was entered
console-set-actor-system = System
console-set-actor-command-line = Command line
console-set-event-chain-named = Name of the chain
console-set-event-unit-added = Station added
console-set-event-unit-changed = Station changed
console-set-event-unit-leading = Now the main station
console-set-event-resource-added = Added
console-set-event-resource-changed = Changed
console-set-event-resource-blocked = Closed for a while
console-set-event-resource-unblocked = Open again
console-set-event-work-added = Service added
console-set-event-work-changed = Service changed
console-set-event-staff-added = Colleague added
console-set-event-staff-changed = Colleague changed
console-set-event-staff-left = Access closed
console-set-event-staff-returned = Access restored
console-set-event-staff-password-reset = New password given
console-set-event-staff-password-changed = Password changed
console-set-event-answer-added = Reply added
console-set-event-answer-changed = Reply changed
console-set-event-answer-removed = Reply deleted
console-set-hours-on = Hours: { $day }
console-set-field-when = When
console-set-field-hours = Own hours
console-set-field-abilities = Serves as, able to work as
console-set-field-active = In service
console-set-field-kind = Kind
console-set-kind-bay = bay
console-set-kind-technician = technician
console-set-field-body = Text
console-set-field-type = Type of requests
console-set-field-unit-id = Station
console-set-field-unit-ids = Stations

## What is wrong in the settings
console-invalid-too-long = Too long.
console-invalid-not-a-number = A whole number, please.
console-invalid-out-of-range = A number from { $least } to { $most }.
console-invalid-not-hours = These do not look like hours. Write 9–20 or 9–13, 14–20, for example.
console-invalid-overlap = The hours overlap: the second span begins before the first one ends.
console-invalid-overlap-next-day = The night hours run into the next day, which is open by then.
console-invalid-taken = Already taken.
console-invalid-past = That time has passed.
console-invalid-bad-code = Only small Latin letters, digits, “-” and “_”, at most 32 characters.
console-invalid-code-taken = This code is already in use.
console-invalid-login-taken = This login is already in use.
console-invalid-login-bad-login = Only small Latin letters, digits, full stop, “-” and “_”, at most 32 characters.
console-invalid-phone-not-a-phone = This does not look like a phone. Please add the area code, for example +7 495 123-45-67.
console-invalid-time-zone-not-told-by-the-city = The time zone of this city is not known: please choose it from the list, for example “Moscow (UTC+3)”.
console-invalid-time-zone-unknown = Please choose a zone from the list.
console-invalid-place-not-a-place = Two numbers, please: latitude and longitude, for example 55.7558, 37.6173.
console-invalid-seen-changed-meanwhile = Somebody else changed this while you were editing. Open the page again to look; to save yours over it, press “Save” once more.
console-invalid-active-visits-ahead = { $count ->
    [one] There is { $count } visit ahead. Move it, or confirm that you know about it.
   *[other] There are { $count } visits ahead. Move them, or confirm that you know about them.
}
console-invalid-active-leads-requests = { $count ->
    [one] They handle { $count } request, which will go back to the queue. Please confirm.
   *[other] They handle { $count } requests, which will go back to the queue. Please confirm.
}
console-invalid-active-last-admin = This is the last administrator: appoint another one first.
console-invalid-active-yourself = You cannot close your own access: ask somebody else.
console-invalid-role-last-admin = This is the last administrator: appoint another one first.
console-invalid-role-leads-requests = They handle requests, and quality control does not write to clients: transfer these first.
console-invalid-role-your-own = You cannot change your own role and stations: ask somebody else.
console-invalid-role-not-yours-to-give = You cannot give this role: ask an administrator.
console-invalid-role-required = Please choose a role.
console-invalid-units-not-yours-to-give = Tick at least one of your stations.
console-invalid-units-unknown = There is no such station: reload the page.
console-invalid-unit-not-yours-to-give = Replies for all stations are changed by directors and administrators: choose your own station.
console-invalid-telegram-id-not-an-id = The number from Telegram, please, not a phone or @name.
console-invalid-telegram-id-taken = Another colleague already has this Telegram ID.
console-invalid-until-before-since = The end comes before the beginning.
console-invalid-until-too-many-days = Too many days at once: at most 92.
console-invalid-until-past = That time has passed.
console-invalid-since-past = That month has passed.
console-invalid-since-visits-in-the-way = There are visits at that time: please move them first.
console-invalid-since-not-a-moment = Please give a date and a time.
console-invalid-until-not-a-moment = Please give a date and a time.
console-invalid-not-a-date = Please give a date.
console-invalid-names-too-many-names = At most { $most } names at once.
console-invalid-names-required = Please write at least one name.
console-field-seen = Version
