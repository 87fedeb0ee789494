## Почему правило не разрешает (коды ошибок)
refused-other = Сейчас это сделать нельзя.
refused-malformed = Запрос не удалось разобрать.
refused-unauthorized = Нужно войти.
refused-forbidden = Это действие вам недоступно.
refused-not-owner = Обращение ведёт другой сотрудник: клиенту пишет только он.
refused-not-found = Такого нет, или это не ваше.
refused-slot-taken = Это время уже занято.
refused-slot-invalid = На это время записать нельзя.
refused-wip-limit = Столько обращений в работе больше нельзя: сначала закройте одно из них.
refused-promise-overdue = Сначала выполните просроченное обещание.
refused-off-shift = Вы не на смене.
refused-withdrawn = Вы на время сняты с потока: новые обращения не выдаются. То, что в работе, доведите до конца или передайте.
refused-nothing-waiting = Очередь пуста: сейчас никто не ждёт.
refused-closed = Обращение уже закрыто.
refused-too-late = Уже поздно.
refused-phone-taken = Этот телефон записан в карточке другого клиента.
refused-idempotency-busy = Это уже выполняется.
refused-idempotency-mismatch = Под этим ключом уже был другой запрос.
refused-too-large = Слишком большой размер.
refused-invalid = Проверьте, что заполнено.
refused-wrap-up-incomplete = Закрыть пока нельзя: не хватает сведений.
refused-rate-limited = { $minutes ->
    [one] Слишком много неудачных попыток. Подождите { $minutes } минуту.
    [few] Слишком много неудачных попыток. Подождите { $minutes } минуты.
   *[other] Слишком много неудачных попыток. Подождите { $minutes } минут.
}
refused-unavailable = Сервис временно недоступен.
