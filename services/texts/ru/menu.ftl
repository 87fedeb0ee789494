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
place-phone = Телефон: { PHONE($phone) }
place-today = { $open ->
    [yes] Сегодня, { $weekday }, { $hours }, сейчас открыто
    [later] Сегодня, { $weekday }, { $hours }, сейчас закрыто
   *[no] Сегодня, { $weekday }, выходной
}
place-week = { $days }: { $hours }
place-day-off = выходной
place-special = { $date }: { $hours }
place-all = Все станции
place-none = Адресов здесь пока нет. Напишите вопрос, и ответит человек.
place-route = Маршрут
place-route-to = Маршрут: { $name }

## Слова меню, если их написать (через « | »)
menu-words-book = записаться | запись | записать | записаться на сервис
menu-words-status = что с машиной | что с моей машиной | статус | мои записи | мои заказы
menu-words-garage = мои машины | гараж | мои автомобили
menu-words-ask = задать вопрос | вопрос
menu-words-menu = меню | главное меню | в меню | начать | старт
menu-words-cancel = отмена | отменить | отмени | стоп | выход
menu-words-help = помощь | справка | что умеет бот
menu-words-places = адреса | адреса и часы работы | станции
menu-words-reminders = напоминания
menu-words-privacy = мои данные
menu-words-language = язык | язык / language
