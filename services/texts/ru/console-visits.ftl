## Записи на день
console-visits = Записи
console-visits-day = День
console-visits-before = Предыдущий день
console-visits-after = Следующий день
console-visits-none = На этот день никто не записан.
console-visits-no-unit = Филиалов пока нет.
console-visits-count = { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
console-visits-cancelled = { $count ->
    [one] Отменена { $count } запись
    [few] Отменены { $count } записи
   *[other] Отменено { $count } записей
}
console-visit = Запись
console-visit-tomorrow = Завтра
console-visit-works = Работы
console-visit-takes = Пост и мастер
console-visit-comment = Примечание
console-visit-request = Обращение
console-visit-vehicle-unknown = пока неизвестен
console-visit-status-booked = назначена
console-visit-status-confirmed = подтверждена
console-visit-status-arrived = клиент приехал
console-visit-status-no-show = клиент не приехал
console-visit-status-done = завершена
console-visit-status-cancelled = отменена
console-visit-cancelled-client = отменил клиент
console-visit-cancelled-unit = отменили мы
console-visit-cancelled-source = отменила другая программа
console-visit-act-arrived = Приехал
console-visit-act-no-show = Не приехал
console-visit-act-done = Завершить
console-visit-move = Перенести
console-visit-move-to = На какое время перенести?
console-visit-move-hint = { $telegram ->
    [yes] Выберите новое время ({ $city }). Клиент получит сообщение.
   *[other] Выберите новое время ({ $city }).
}
console-visit-earlier-days = ‹ Раньше
console-visit-later-days = Позже ›
console-visit-keep = Оставить как есть
console-visit-cancel = Отменить
console-visit-cancel-reason = Почему (для себя, необязательно)
console-visit-cancel-hint = Клиент получит сообщение об отмене.
console-visit-cancel-do = Отменить запись
console-visit-call-them = Писать клиенту некуда: об изменениях скажите по телефону.
console-visit-no-times = Свободного времени нет: проверьте часы, посты и мастеров филиала.
console-visit-over = Эта запись уже завершена или отменена.
console-visit-changed = Запись тем временем изменили: проверьте, что здесь теперь.
console-visit-slot-taken = Это время только что заняли. Вот что свободно сейчас.

## Запись из обращения
console-book-title = Записать на визит
console-book-from-day = Начиная с дня
console-book-show-times = Показать свободное время
console-book-free-times = Свободное время, визит займёт { $length }
console-book-hint = { $telegram ->
    [yes] Нажмите время ({ $city }), и клиент записан. Он получит сообщение.
   *[other] Нажмите время ({ $city }), и клиент записан. Писать ему некуда: время назовите по телефону.
}
console-book-by-adviser = по согласованию
console-book-choose-works = Отметьте хотя бы одну работу.
console-book-nothing-here = В этом филиале нет постов или мастеров для работ каталога.

## Карточка клиента: машины, записи, заказы
console-card-visits = Записи
console-card-no-visits = Записей нет.
console-card-vehicles = Автомобили
console-card-about = это обращение
console-card-sold = продан
console-card-mileage = пробег { $km } км
console-card-repairs = Заказ-наряды
console-card-parts = Заказы запчастей
console-card-order-approval = ждёт решения клиента
console-card-due = обещано: { $when }
console-card-late = срок прошёл: { $when }
console-course-request-visit = { $why ->
    [moved] Запись перенесена
    [cancelled] Запись отменена
   *[other] Клиент записан на визит
}
console-field-starts-at = Время
console-field-comment = Примечание
console-invalid-starts-at-required = Выберите время.
console-invalid-status-not-yet = Время визита ещё не пришло.
console-invalid-works-required = Отметьте хотя бы одну работу.
console-invalid-works-unknown = Такой работы больше нет: выберите заново.
