## Почему обращение пришло к этому оператору
reason-oldest = Дольше всех в очереди: ждёт { $waited }.
reason-weighed = Следующее по правилам очереди: ждёт { $waited }, считается за { $counted } ({ $boosts }).
reason-promise = Следующее по правилам очереди: подходит срок, обещанный клиенту.
reason-deadline = Следующее по правилам очереди: подходит срок ответа клиенту.
reason-boost-type = { $name } +{ $minutes }
reason-boost-tier = клиент «{ $of }» +{ $minutes }
reason-boost-law = речь о законе +{ $minutes }
reason-boost-returned = { $count ->
    [1] возврат +{ $minutes }
   *[other] возвраты ({ $count }) +{ $minutes }
}
reason-reserved = Оставлено за вами: вы вели это обращение раньше или его передали вам.
reason-danger = Речь об опасности, такие обращения идут первыми.
reason-law = Речь о законе или суде, такие обращения идут раньше остальных.
reason-override = { $why ->
    [none] Назначено в обход очереди: { $by }.
   *[other] Назначено в обход очереди: { $by }. Причина: { $why }.
}

## Ошибки (title по RFC 9457)
problem-malformed = Запрос не удалось разобрать
problem-unauthorized = Нужен действующий токен
problem-forbidden = Этому токену такое действие не разрешено
problem-not-owner = Обращение ведёт другой сотрудник
problem-not-found = Не найдено
problem-method-not-allowed = Такой метод здесь не поддерживается
problem-slot-taken = Это время уже занято
problem-wip-limit = Больше обращений взять нельзя, пока не закрыто одно из взятых
problem-promise-overdue = Сначала нужно сдержать просроченное обещание
problem-off-shift = Вы не на смене
problem-withdrawn = Новые обращения вам пока не выдаются
problem-closed = Обращение уже закрыто
problem-too-late = Уже поздно
problem-phone-taken = Этот номер записан в карточке другого клиента
problem-idempotency-busy = Первый запрос с этим ключом ещё выполняется
problem-too-large = Слишком большой размер
problem-invalid = Данные не подходят
problem-slot-invalid = На это время записаться нельзя
problem-wrap-up-incomplete = Для закрытия заполнено не всё
problem-idempotency-mismatch = С этим ключом уже был другой запрос
problem-rate-limited = Слишком много запросов
problem-unavailable = Сервис временно недоступен
problem-internal = Внутренняя ошибка
