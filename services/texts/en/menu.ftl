## Main menu
command-garage = My cars
button-garage = My cars
button-more = More
menu-more = What else you can do:
button-places = Addresses and hours
button-reminders = Reminders
button-language = Language / Язык
button-privacy = My data
button-help = What the bot can do
button-menu = ‹ Menu
button-person = I need a person

## Answers to simple questions
menu-booking-note = You can book right here, it is quick. If you would rather talk to a person, press the button.
menu-person-known = Our people already have your question

## Stations
place-head = { $name }, { $city }
place-address = Address: { $address }
place-phone = Phone: { $phone }
place-today = { $open ->
    [yes] Today { $hours }, open now
    [later] Today { $hours }, closed now
   *[no] Closed today
}
place-week = { $days }: { $hours }
place-day-off = closed
place-special = { $date }: { $hours }
place-all = All stations
place-none = There are no addresses yet. Write your question and a person will answer.
place-route = Route
place-route-to = Route: { $name }
