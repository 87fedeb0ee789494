## Одна карточка на одного человека: похожие, сравнение, объединение и отмена
console-same-heading = Возможно, это тот же клиент
console-same-compare = Сравнить
console-sign-phone = тот же телефон, но в одной из карточек не подтверждён
console-sign-typed-phone = тот же телефон, не подтверждён ни в одной
console-sign-vin = тот же VIN
console-sign-plate = тот же госномер
console-sign-birthday = тот же день рождения
console-sign-name = то же имя
console-sign-near-name = похожее имя
console-sign-other-name = имена разные
console-compare-title = Две карточки: один клиент?
console-compare-what = Что сравниваем
console-compare-common = Что общего
console-compare-nothing = Общего почти нет: скорее всего, это разные люди.
console-compare-kept = Останется
console-compare-joined = Присоединится
console-compare-name = Имя
console-compare-phone = Телефон
console-compare-phone-typed = Телефон со слов клиента
console-compare-tier = Уровень
console-compare-birthday = День рождения
console-compare-language = Язык
console-compare-chats = Telegram
console-compare-refs = Код в учётной программе
console-compare-consents = Согласия
console-compare-cars = Автомобили
console-compare-visits = Записи
console-compare-orders = Заказы
console-compare-requests = Обращения
console-compare-open = { $open ->
    [0] { $count }
   *[other] { $count }, открыто: { $open }
}
console-compare-last-seen = Последний контакт
console-compare-since = В базе с
console-consent-service = хранение данных
console-consent-advertising = реклама
console-compare-two-phones = В каждой карточке свой подтверждённый телефон. Обычно это разные люди: объединяйте, только если уверены.
console-compare-reason = Почему это один человек
console-compare-warning = { $days ->
    [one] После объединения клиент увидит в своём чате записи, заказы и автомобили из обеих карточек. Отменить объединение можно в течение { $days } дня.
   *[other] После объединения клиент увидит в своём чате записи, заказы и автомобили из обеих карточек. Отменить объединение можно в течение { $days } дней.
}
console-compare-merge = Объединить карточки
console-compare-different = Это разные люди
console-compare-not-allowed = Объединить эти карточки может руководитель. Если уверены, что это один человек, скажите ему.
console-card-done-joined = Карточки объединены.
console-card-done-different = Запомнили: это разные люди. Больше предлагать не будем.
console-card-done-parted = Карточки снова разделены.
console-card-date = { $date }
console-duplicates = Похожие карточки
console-duplicates-short = Похожие карточки
console-duplicates-why = Здесь карточки, которые могут принадлежать одному человеку. Сравните их и решите: объединить или запомнить, что это разные люди.
console-duplicates-other = Похожая карточка
console-duplicates-more = Показаны самые похожие. Остальные появятся, когда разберёте эти.
console-duplicates-none = Похожих карточек нет.
console-merges = Объединения
console-merge-title = Объединение карточек
console-merge-when = Когда и кто
console-merge-moved = Что перешло
console-merge-undone = Отменено
console-moved-chat = { $count ->
    [one] { $count } чат
    [few] { $count } чата
   *[many] { $count } чатов
}
console-moved-request = { $count ->
    [one] { $count } обращение
    [few] { $count } обращения
   *[many] { $count } обращений
}
console-moved-appointment = { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[many] { $count } записей
}
console-moved-repair-order = { $count ->
    [one] { $count } заказ-наряд
    [few] { $count } заказ-наряда
   *[many] { $count } заказ-нарядов
}
console-moved-parts-order = { $count ->
    [one] { $count } заказ запчастей
    [few] { $count } заказа запчастей
   *[many] { $count } заказов запчастей
}
console-moved-vehicle = { $count ->
    [one] { $count } автомобиль
    [few] { $count } автомобиля
   *[many] { $count } автомобилей
}
console-moved-consent = { $count ->
    [one] { $count } отметка о согласии
    [few] { $count } отметки о согласии
   *[many] { $count } отметок о согласии
}
console-moved-client-ref = { $count ->
    [one] { $count } код учётной программы
    [few] { $count } кода учётной программы
   *[many] { $count } кодов учётной программы
}
console-moved-reminder = { $count ->
    [one] { $count } напоминание
    [few] { $count } напоминания
   *[many] { $count } напоминаний
}
console-moved-nothing = ничего
console-unmerge = Разделить снова
console-unmerge-reason = Почему объединение было ошибкой
console-unmerge-what = Вернётся всё, что перешло и ещё на месте. Что появилось после объединения, останется в общей карточке, кроме сделанного в возвращаемом чате Telegram: оно уйдёт вместе с чатом.
console-unmerge-not = Отменить это объединение уже нельзя: прошло больше месяца, поверх него было ещё одно или у вас нет на это прав.
console-verify-phone = Подтвердить телефон
console-verify-how = Как убедились, что номер клиента
console-verify-why-called = Позвонили, клиент подтвердил
console-verify-why-came = Клиент приехал и назвал номер
console-verify-why-documents = Номер совпал с документами
console-verify-do = Номер верный
console-verify-taken = Сравните карточки: возможно, это тот же клиент.
console-invalid-phone-nothing-to-verify = Подтверждать нечего: номер уже подтверждён или не указан.
console-course-request-card = { $why ->
    [parted] Карточка клиента снова отделена от другой
   *[other] Карточка клиента объединена с другой
}
console-course-request-phone-verified = { $who }: телефон клиента подтверждён ({ $reason })
console-merge-joined = Присоединённая карточка
