## Главное меню
command-garage = Мои машины
button-garage = Мои машины
button-more = Ещё
menu-more = Что ещё можно:
button-places = Адреса и часы работы
button-reminders = Напоминания
button-language = Язык / Language
button-privacy = Мои данные
button-help = Что умеет бот
button-menu = ‹ Меню
button-person = Нужен человек

## Ответы на простые вопросы
menu-booking-note = Можно записаться прямо здесь, это быстро. Если удобнее с человеком, нажмите кнопку.
menu-person-known = Ваш вопрос уже у оператора

## Станции
place-head = { $name }, { $city }
place-address = Адрес: { $address }
place-phone = Телефон: { $phone }
place-today = { $open ->
    [yes] Сегодня { $hours }, сейчас открыто
    [later] Сегодня { $hours }, сейчас закрыто
   *[no] Сегодня выходной
}
place-week = { $days }: { $hours }
place-day-off = выходной
place-special = { $date }: { $hours }
place-all = Все станции
place-none = Адресов здесь пока нет. Напишите вопрос, и ответит человек.
place-route = Маршрут
place-route-to = Маршрут: { $name }
