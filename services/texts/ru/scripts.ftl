## Что нужно знать: подписи для оператора
script-label-vehicle = Автомобиль
script-label-vin = VIN
script-label-plate = Госномер
script-label-mileage = Пробег, км
script-label-parts = Запчасти
script-label-photo = Фото
script-label-order = Номер заказа
script-label-warranty-order = Номер заказ-наряда
script-label-claim-order = Номер заказ-наряда
script-label-repair-status-order = Номер заказ-наряда
script-label-happened = Что случилось
script-label-since = С какого времени
script-label-works = Какие работы
script-label-when = Когда удобно
script-label-phone = Телефон для связи

## Вопросы бота
script-ask-vehicle = Какая у вас машина? Марка, модель и год, например: Lada Vesta 2019.
script-ask-parts-selection-vehicle = Для какой машины? Марка, модель и год, например: Lada Vesta 2019. Если под рукой VIN, достаточно его.
script-ask-repair-status-vehicle = О какой машине вопрос? Напишите госномер или марку и модель.
script-ask-reschedule-vehicle = О какой машине речь? Напишите госномер или марку и модель.
script-ask-vin = Напишите VIN: по нему точно подберём деталь. Это 17 букв и цифр из СТС или ПТС. Можно прислать фото документа.
script-ask-parts = Какие запчасти нужны? Напишите как удобно, хоть списком, или пришлите фото.
script-ask-phone = По какому номеру с вами связаться, если понадобится позвонить?
script-ask-callback-phone = На какой номер перезвонить?
script-ask-happened = Что случилось? Опишите своими словами.
script-ask-since = Когда это началось или когда вы это заметили?
script-ask-order = Подскажите номер заказа. Он есть в чеке и в наших сообщениях.
script-ask-warranty-order = Подскажите номер заказ-наряда или чека, если он под рукой.
script-ask-claim-order = Подскажите номер заказ-наряда или чека, если он под рукой.
script-ask-mileage = Какой сейчас пробег?
script-ask-photo = Пришлите, пожалуйста, фото: так нам будет понятнее.
script-ask-works = Какие работы вас интересуют?
script-ask-when = Когда вам удобно приехать? День и примерное время.
script-ask-reschedule-when = На какой день и примерно на какое время перенести?
script-ask-callback-when = Когда вам удобно поговорить?

## Чем закончилось
script-result-unreached = Не удалось связаться
script-result-visit = Записали на визит
script-result-later = Договорились связаться позже
script-result-booking-no-time = Не подошло время
script-result-moved = Перенесли визит
script-result-cancelled = Отменили визит
script-result-kept = Визит остался в силе
script-result-told = Рассказали
script-result-repair-status-asked-shop = Уточняем в цехе
script-result-delayed = Срок сдвинулся
script-result-helped = Помогли с заказом
script-result-order-support-asked = Уточняем по заказу
script-result-ordered = Оформили заказ
script-result-thinking = Клиент думает
script-result-parts-selection-no-parts = Запчастей нет
script-result-expensive = Дорого
script-result-check = Записали на проверку
script-result-accepted = Признали гарантийным случаем
script-result-declined = Не гарантийный случай
script-result-disagrees = Клиент не согласен
script-result-redone = Записали на переделку
script-result-made-good = Возместили
script-result-explained = Разобрались и объяснили
script-result-talked = Поговорили

## Бот спрашивает
script-lead = { $count ->
    [one] Чтобы ответить быстрее, уточним одно:
   *[other] Чтобы ответить быстрее, уточним кое-что. Любой вопрос можно пропустить.
}
script-noted = Записали.
script-noted-value = { $label }: { $value }.
script-looked = Спасибо, посмотрим.
script-skip = Пропустить
script-enough = Это всё
script-done = Спасибо, передали.{ $due ->
    [none] {""}
   *[other] {" "}Ответим { $due }.
}
script-done-nothing = Хорошо, ответим по тому, что есть.
script-stopped = Хорошо, больше не спрашиваем. Вопрос № { $number } уже передан: вам ответит человек.
script-over = На этот вопрос отвечать уже не нужно
script-skip-words = пропустить | пропусти | не знаю | нет | дальше | не помню | нету
script-enough-words = это всё | всё | хватит | больше ничего | достаточно
script-hint-vehicle = Не поняли, какая это машина. Напишите марку и модель, госномер или VIN.
script-hint-vin = Похоже, в VIN опечатка: в нём { $length ->
    [0] должно быть 17 букв и цифр, без I, O и Q
   *[other] должно быть 17 знаков, а получилось { $length }
}. Проверьте, пожалуйста, или пришлите фото СТС.
script-hint-phone = Не получается разобрать номер. Напишите его цифрами, например: +7 916 123-45-67.
script-hint-mileage = Напишите пробег числом, например: 98500.
script-hint-plate = Напишите госномер целиком, например: А123ВС77.
script-hint-order = В номере должны быть цифры. Проверьте, пожалуйста, или нажмите «Пропустить».
script-hint-since = Похоже, в дате опечатка. Напишите, пожалуйста, ещё раз или своими словами.
script-hint-photo = Нужно именно фото. Если его нет, нажмите «Пропустить».
script-hint-choice = Выберите, пожалуйста, один из вариантов.
script-hint = Не получается разобрать. Напишите, пожалуйста, иначе или нажмите «Пропустить».
script-other-vehicle = Другая машина

## Подбор запчастей
button-parts = Подобрать запчасти
parts-prompt = Какие запчасти нужны и для какой машины? Напишите как удобно, хоть списком, или пришлите фото. Если знаете VIN, добавьте его. В рабочее время ответим за { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}.
menu-words-parts = запчасти | подобрать запчасти | подбор запчастей | нужны запчасти

## Обещанное после закрытия
follow-up-promise =
    { $titled ->
        [yes] Обещали связаться с клиентом (обращение № { $number }): { $title }
       *[no] Обещали связаться с клиентом (обращение № { $number })
    }
follow-up-recommendation = Пора вернуться к рекомендации (обращение № { $number }): { $title }
follow-up-author = Приёмка
follow-up-told = Свяжемся с вами { $when }.
