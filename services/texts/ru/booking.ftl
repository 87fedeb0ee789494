## Запись: что уже выбрано
booking-head-place = Запись: { $unit }, { $city }
booking-head-car = Машина: { $car }
booking-head-works = { $count ->
    [1] Работа
   *[other] Работы
}: { $works } ({ $duration })
booking-duration = { $hours ->
    [0] { $minutes } мин
   *[other] { $minutes ->
        [0] { $hours } ч
       *[other] { $hours } ч { $minutes } мин
    }
}

## Запись: вопросы
booking-ask-unit = Куда удобно приехать?
booking-ask-car = Какую машину привезёте?
booking-ask-plate = Напишите госномер машины, например А123ВС77, или VIN. Подойдёт и просто марка с моделью.
booking-ask-works = Что нужно сделать? Можно выбрать несколько работ.
booking-ask-more-works = Добавить что-нибудь ещё?
booking-ask-day = В какой день удобно приехать? Можно и написать: «завтра в 10», «в пятницу после обеда».
booking-ask-time = { $date }. Во сколько приехать? Время местное ({ $city }).
booking-ask-offer = Какое время подойдёт? Время местное ({ $city }).
booking-ask-yes = Всё верно?
booking-car-later = скажете на месте
booking-held = Подтвердите, пожалуйста, { $until }: до тех пор держим это время за вами.

## Запись: кнопки
booking-continue = Дальше · { $count ->
    [one] { $count } работа
    [few] { $count } работы
   *[other] { $count } работ
}, { $duration }
booking-yes = Записаться
booking-back = ‹ Назад
booking-cancel = Отмена
booking-more = Ещё ›
booking-fewer = ‹ К началу
booking-other-car = Другая машина
booking-say-later = Скажу на месте
booking-all-works = Все работы
booking-no-such-work = Нужной работы нет
booking-no-such-day = Ни один день не подходит
booking-no-such-time = Время не подходит
booking-other-day = Выбрать другой день
booking-yes-words = да | ага | угу | верно | всё верно | все верно | подтверждаю | записывайте | запишите | yes | yep | correct | confirm | book it
booking-ask-person = Передать оператору
booking-my-visits = Мои записи
booking-chosen = ✓ { $work }
booking-today = Сегодня, { $weekday } { $day }
booking-tomorrow = Завтра, { $weekday } { $day }

## Виды работ
booking-family-maintenance = Обслуживание
booking-family-diagnostics = Диагностика
booking-family-brakes = Тормоза
booking-family-tyres = Шины
booking-family-fluids = Жидкости
booking-family-engine = Двигатель
booking-family-suspension = Подвеска
booking-family-other = Другое

## Запись: когда сразу не получается
booking-taken = Это время только что заняли.
booking-taken-day = На этот день свободного времени больше нет. Выберите, пожалуйста, другой.
booking-typed-taken = На это время записаться нельзя. Вот ближайшее свободное:
booking-typed-full = В это время всё занято или мы закрыты. Вот ближайшее свободное:
booking-typed-past = Это время уже прошло. Выберите, пожалуйста, другой день.
booking-typed-which-day = Уточните, пожалуйста, какой день вы имели в виду.
booking-typed-soon = Вот ближайшее свободное время:
booking-expired = Мы держали это время за вами { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[other] { $minutes } минут
}, а потом его заняли.
booking-changed = Пока вы выбирали, кое-что изменилось. Проверьте, пожалуйста, ещё раз.
booking-no-days = { $days ->
    [one] На ближайший { $days } день
    [few] На ближайшие { $days } дня
   *[other] На ближайшие { $days } дней
} свободного времени для таких работ нет. Передайте заявку оператору: он подберёт время или предложит другую станцию.
booking-too-many = { $count ->
    [one] У вас уже { $count } запись
    [few] У вас уже { $count } записи
   *[other] У вас уже { $count } записей
}, больше через бота записаться нельзя. Отмените ненужную или передайте заявку оператору.
booking-by-adviser = «{ $work }»: сколько это займёт, зависит от состояния машины, поэтому записывает оператор. Передайте заявку, и он ответит вам здесь.
booking-plate-unclear = Не разобрали номер. Напишите его ещё раз, например А123ВС77, или нажмите «Скажу на месте».
booking-car-known = Добавили машину: { $car }.
booking-request-more = Напишите сюда, что ещё важно: добавим к заявке.
booking-request-known = Такая заявка уже у оператора, № { $number }. Напишите сюда, что ещё важно: добавим к ней.

## Запись: что прочтёт оператор
booking-request-words = Заявка на запись из бота: { $why ->
    [works] нет нужной работы
    [days] не подходит ни один день
    [times] не подходит время
    [full] нет свободного времени
    [limit] уже есть записи, больше нельзя
    [adviser] на эту работу записывает оператор
   *[other] клиент просит помочь
}.
booking-request-adviser = Нужно: { $work }
booking-request-day = День: { $date }

## Запись: отмена
booking-dropped-nothing = Отменили, записи нет.
booking-dropped-held = Отменили, записи нет. Время, которое мы держали за вами, снова свободно.
booking-dropped-chosen = Отменили, записи нет: выбранное не сохранили.
booking-over = Это старое сообщение. Вот запись, которую вы оформляете сейчас.