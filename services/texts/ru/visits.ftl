## Запись: карточка
visit-place = { $unit }: { $city }, { $address }
visit-title-fresh = Готово, вы записаны!
visit-title-moved = Готово, запись перенесена.
visit-title-thanks = Спасибо, ждём вас!
visit-title-booked = Вы записаны.
visit-title-confirmed = Вы записаны и подтвердили, что приедете.
visit-title-arrived = Машина у нас.
visit-title-no-show = Мы вас не дождались.
visit-title-done = Этот визит состоялся.
visit-title-cancelled = Запись отменена.
visit-title-cancelled-by-us = Запись отменили мы.

## Запись: кнопки карточки
visit-confirm = Приеду
visit-move = Перенести
visit-cancel = Отменить
visit-route = Маршрут
visit-file = В календарь
visit-ask = Спросить о записи
visit-again = Записаться снова
visit-keep = Оставить как есть
visit-cancel-yes = Да, отменить
visit-move-yes = Перенести

## Запись: перенос и отмена
visit-move-head = Переносим запись. Сейчас: { $when }.
visit-move-day = На какой день?
visit-move-time = { $date }. Во сколько? Время местное ({ $city }).
visit-move-check = Было: { $before }
    Станет: { $after }

    Перенести?
visit-move-dropped = Не переносим. Запись остаётся: { $when }.
visit-cancel-check = Отменить эту запись?
visit-cancelled-note = Запись отменена
visit-kept-note = Запись осталась
visit-changed-note = Запись изменилась, вот она сейчас
visit-file-caption = Откройте файл, и запись появится в вашем календаре.
visit-ask-prompt = Напишите вопрос об этой записи: { $when }. Рассказывать о ней заново не нужно.

## Запись: когда уже поздно
visit-late = До визита осталось мало времени, поэтому запись меняет оператор. Просьбу { $what ->
    [cancel] отменить запись
   *[move] перенести запись
} передали.
visit-moves-over = Эту запись уже переносили несколько раз, дальше её меняет оператор. Просьбу перенести передали.
visit-late-known = Просьба уже у оператора, № { $number }. Напишите сюда, если нужно что-то добавить.
visit-no-days = Другого свободного времени пока нет. Просьбу перенести запись передали оператору: он подберёт время.

## Запись: что прочтёт оператор
visit-request-words = Просьба из бота: { $what ->
    [cancel] отменить запись
    [ask] вопрос о записи
   *[move] перенести запись
}.
