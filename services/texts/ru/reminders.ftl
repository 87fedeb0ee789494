## Напоминания и известия о записи
reminder-day-before = Напоминаем, вы записаны: { $when }.
reminder-hours-before = Скоро ждём вас: { $when }.
reminder-booked = Мы вас записали: { $when }.
reminder-moved = Ваша запись перенесена. Новое время: { $when }.
reminder-cancelled = Ваша запись отменена. Была: { $when }. Если это ошибка, напишите нам.
reminder-ask = Приедете?
reminder-confirmed = Вы подтвердили, что приедете.
reminder-card = Моя запись

## Неподтверждённая запись: что прочтёт оператор
reminder-author = Напоминания
reminder-unconfirmed = Запись не подтверждена: { $when }. Узнайте, пожалуйста, приедет ли клиент.
reminder-unconfirmed-why = { $reminded ->
    [sent] Напоминание отправили, ответа нет.
    [no-channel] Бота у клиента нет, напоминание отправить некуда: нужен звонок.
    [blocked] Клиент заблокировал бота, напоминание не дошло: нужен звонок.
    [switched-off] Клиент отключил напоминания.
   *[other] Напоминание не отправляли.
}
console-source-reminder = напоминание

## /reminders
command-reminders = Напоминания
reminder-switches = Что вам присылать? Нажмите, чтобы включить или отключить.
reminder-switches-always = О переносе и отмене записи, о вопросах мастера и готовой машине сообщаем всегда.
reminder-switch-visits = Напоминания о визите
reminder-switch-repair-updates = Как идёт ремонт
reminder-switch-on = ✅ { $what }: вкл.
reminder-switch-off = ☐ { $what }: выкл.
reminder-switched-on = Включили: { $what }
reminder-switched-off = Отключили: { $what }
