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
menu-person-known = Our team already has your question

## Stations
place-head = { $name }, { $city }
place-address = Address: { $address }
place-phone = Phone: { PHONE($phone) }
place-today = { $open ->
    [yes] Today, { $weekday }, { $hours }, open now
    [later] Today, { $weekday }, { $hours }, closed now
   *[no] Closed today, { $weekday }
}
place-week = { $days }: { $hours }
place-day-off = closed
place-special = { $date }: { $hours }
place-all = All stations
place-none = There are no addresses yet. Write your question and a person will answer.
place-route = Directions
place-route-to = Directions: { $name }

## Words of the menu, when they are typed (separated by “ | ”)
menu-words-book = book a visit | book | booking
menu-words-status = my car's repair | status | my visits | my orders
menu-words-garage = my cars | garage
menu-words-ask = ask a question | question
menu-words-menu = menu | main menu | start
menu-words-cancel = cancel | stop | quit | exit
menu-words-help = help | what the bot can do
menu-words-places = addresses | addresses and hours | stations
menu-words-reminders = reminders
menu-words-privacy = my data
menu-words-language = language
