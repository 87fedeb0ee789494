## Общее
console-product = Приёмка
console-tagline = Рабочее место оператора
console-skip = К содержанию
console-places = Разделы
console-my-requests = Мои обращения
console-all-requests = Все обращения
console-help = Справка и клавиши
console-client = Клиент
console-client-unnamed = Без имени
console-bot = Бот
console-system = Система
console-yes = есть
console-no = нет
console-any = любой
console-choose = выберите
console-save = Сохранить
console-today = Сегодня
console-yesterday = Вчера
console-minutes = { $minutes ->
    [0] меньше минуты
   *[other] { $minutes } мин
}
console-hours-minutes = { $minutes ->
    [0] { $hours } ч
   *[other] { $hours } ч { $minutes } мин
}
console-days-hours = { $hours ->
    [0] { $days } д
   *[other] { $days } д { $hours } ч
}
console-kilobytes = { $size } КБ
console-megabytes = { $size } МБ

## Вход
console-sign-in = Войти
console-sign-out = Выйти
console-login = Логин
console-password = Пароль
console-sign-in-wrong = Неверный логин или пароль.
console-change-password = Сменить пароль
console-password-first = Это одноразовый пароль. Придумайте свой: без этого дальше не пройти.
console-password-old = Нынешний пароль
console-password-new = Новый пароль
console-password-again = Новый пароль ещё раз
console-password-hint = { $count ->
    [one] Не короче { $count } символа.
   *[other] Не короче { $count } символов.
} Хорошо подходят несколько случайных слов. На других устройствах придётся войти заново.

## Смена и «Следующее»
console-shift = Смена
console-shift-on = На смене
console-shift-away = Перерыв
console-shift-off = Вне смены
console-next = Следующее обращение
console-next-off-shift = Чтобы брать обращения, начните смену.
console-next-promise-overdue = { $count ->
    [one] Сначала ответьте: обещание просрочено в обращении
   *[other] Сначала ответьте: обещания просрочены в обращениях
}
console-next-wip-limit = { $limit ->
    [one] В работе { $limit } обращение, больше нельзя. Закройте его.
    [few] В работе { $limit } обращения, больше нельзя. Закройте одно из них.
   *[other] В работе { $limit } обращений, больше нельзя. Закройте одно из них.
}
console-waiting = { $count ->
    [0] Очередь пуста.
    [one] В очереди для вас { $count } обращение.
    [few] В очереди для вас { $count } обращения.
   *[other] В очереди для вас { $count } обращений.
}
console-waiting-many = В очереди для вас больше { $count } обращений.
console-in-hand = В работе
console-of = { $held } из { $limit }
console-nothing-in-hand = В работе ничего нет
console-line-stand = Ждать следующее
console-line-hint = Новые обращения придут сами, как только появятся, и поделятся поровну между теми, кто ждёт
console-line-in = Вы ждёте: следующее обращение придёт само
console-line-leave = Больше не ждать
console-press-next = В очереди ждут. Нажмите «Следующее обращение»: система даст то, которое ждёт дольше всех.
console-hello = Здравствуйте, { $name }!
console-hello-off = Вы не на смене: новых обращений не будет. Начните, когда будете готовы.
console-hello-qa = Вы читаете разговоры и оставляете заметки; клиентам не пишете.
console-choose-held = Откройте обращение из списка
console-choose-held-hint = Сверху те, где клиент ждёт дольше всех.
console-done-closed = Обращение № { $number } закрыто.
console-done-transferred = Обращение № { $number } передано.
console-done-returned = Обращение № { $number } возвращено в очередь.

## Обращение
console-conversation = Разговор
console-messages = Сообщения
console-waits = ждёт { $time }
console-answer-late = срок ответа прошёл
console-answer-by = ответить: { $when }
console-unanswered = { $count ->
    [one] { $count } сообщение без ответа
    [few] { $count } сообщения без ответа
   *[other] { $count } сообщений без ответа
}
console-you-said = Вы:
console-alarm-danger = Опасность
console-alarm-law = Юридическое
console-promise-until = обещано: { $when }
console-promise-overdue-since = обещание просрочено: { $when }
console-call-wanted = ☎ позвонить:
console-client-blocked = заблокировал бота
console-led-by = ведёт { $name }
console-closed-with = закрыто: { $outcome }
console-rated = оценка { $mark } из 5
console-times-in = время: { $city }
console-reason-oldest = Ждало дольше всех: { $waited }.
console-reason-weighed = Следующее по правилам: ждало { $waited }, считалось за { $counted } ({ $boosts }).
console-reason-promise = Следующее по правилам: подходил срок, обещанный клиенту. Ждало { $waited }.
console-reason-deadline = Следующее по правилам: подходил срок ответа. Ждало { $waited }.
console-reason-reserved = Оставлено для вас: вы вели его раньше или оно передано вам. Ждало { $waited }.
console-reason-danger = Вне очереди: слова об опасности. Ждало { $waited }.
console-reason-law = Вне очереди: юридический вопрос. Ждало { $waited }.
console-reason-override = Назначил руководитель ({ $by }): { $reason }
console-reload = Обновить
console-show-earlier = Показать более ранние сообщения
console-earlier-message = Более раннее сообщение
console-note-tag = заметка, клиент не видит
console-system-tag = автоматически
console-edited-at = изменено в { $time }
console-until = { $when }, до правки:
console-quote = ответить на это
console-no-quote = Без цитаты
console-quoting = Ответ на сообщение:
console-new-below = Новое сообщение ↓
console-reading-closed = Обращение закрыто. Если клиент напишет, оно откроется снова под тем же номером.
console-reading-other = Вы читаете: клиенту пишет только тот, кто ведёт обращение.

console-delivery-queued = отправляется
console-delivery-sent = отправлено
console-delivery-retry = не уходит, пробуем снова
console-delivery-blocked = не доставлено: клиент заблокировал бота
console-delivery-failed = не доставлено
console-delivery-maybe-twice = отправлено, возможно дважды
console-delivery-no-channel = писать некуда, позвоните

console-file-pending = загружается…
console-file-failed = не удалось получить
console-file-too-large = больше 20 МБ, Telegram такие не передаёт
console-kind-photo = Фото
console-kind-document = Документ
console-kind-voice = Голосовое
console-kind-audio = Аудио
console-kind-video = Видео
console-kind-video-note = Видеосообщение
console-kind-sticker = Стикер
console-kind-animation = Анимация

console-course-request-assigned = Ведёт { $agent } (из очереди)
console-course-request-overridden = { $who }: вне очереди, теперь ведёт { $agent }
console-course-request-transferred = { $named ->
    [no] { $who }: обращение передано, оно снова в очереди
   *[other] { $who }: обращение передано, ждёт сотрудника: { $agent }
}
console-course-request-given-back = { $stated ->
    [no] { $who }: обращение возвращено в очередь
   *[yes] { $who }: обращение возвращено в очередь. Причина: { $reason }
}
console-course-request-closed = { $who }: закрыто, { $outcome }
console-course-request-reopened = { $why ->
    [low-rating] Открыто снова: низкая оценка
   *[other] Открыто снова: клиент написал
}
console-course-request-released = { $why ->
    [agent-left] Сотрудник больше не работает: обращение ни за кем
   *[other] Клиент долго молчит: обращение больше ни за кем
}
console-course-request-alarm = { $alarm ->
    [law] Поднято в очереди: юридический вопрос
   *[other] Поднято в очереди: слова об опасности
}
console-course-request-unit = Клиент выбрал филиал: { $unit }{ $promised ->
    [yes] . Ответ обещан { $due }
   *[no] {""}
}
console-course-request-opened = { $alarm ->
    [danger] Обращение принято. Клиенту написали, что делать при опасности
   *[other] Обращение принято. Ответ обещан { $due }
}
console-course-script-asked = { $asked ->
    [yes] Бот спросил: «{ $question }»
   *[no] Бот задал вопрос
}{ $left ->
    [skipped] . Клиент пропустил вопрос
   *[other] {""}
}
console-course-request-rated = Оценка клиента: { $rating } из 5
console-course-request-reachability = { $blocked ->
    [yes] Клиент заблокировал бота: сообщения не дойдут
   *[no] Клиент снова принимает сообщения
}
console-course-promise-made = { $who } обещает { $call ->
    [yes] позвонить
   *[no] ответ
}: { $due }
console-course-promise-kept = { $late ->
    [yes] Обещание выполнено с опозданием
   *[no] Обещание выполнено
}
console-course-promise-overdue = Обещание просрочено
console-course-promise-slips = Клиент предупреждён, что обещание сдвигается: { $due }
console-course-request-lapsed = { $agent }: ответа не было { $minutes }, обращение снова в очереди
console-course-request-missed = { $clock ->
    [first-answer] Первого ответа вовремя не было: { $due }
    [next-answer] Ответа вовремя не было: { $due }
    [promise] Обещание не выполнено в срок: { $due }
    [resolve] Вопрос не решён в срок: { $due }
    [handoff] После передачи ответа вовремя не было: { $due }
    [question] Коллега не ответил на вопрос вовремя: { $due }
    [danger] Опасность: обращение никто не взял
   *[lease] { $agent }: клиент ждёт, ответа нет
}. Сообщено руководителю и контролю качества
console-course-request-escalated = Сообщено директору: пропущенное всё ещё не исправлено
console-course-request-made-good = Пропущенное исправлено
console-course-call-wanted = Клиенту нужно позвонить

## Действия
console-act-answer = Ответ
console-act-note = Заметка
console-act-promise = Обещание
console-act-call = Звонок
console-act-transfer = Передать
console-act-return = Вернуть в очередь
console-act-close = Закрыть
console-act-override = Назначить
console-answer-label = Ответ клиенту ({ $name })
console-answer-placeholder = Ответ клиенту…
console-answer-send = Отправить
console-answer-no-chat = У клиента только телефон: ответ станет заданием позвонить.
console-answer-blocked = Клиент заблокировал бота: сообщение не дойдёт.
console-attach = Файлы
console-note-label = Заметка для коллег, клиент её не увидит
console-note-save = Сохранить заметку
console-promise-hint = Клиент получит сообщение, к какому времени ждать. Время: { $city }.
console-promise-note = Что обещано (для себя, необязательно)
console-promise-due = Другое время ({ $city })
console-promise-save = Пообещать
console-preset-30m = Через 30 мин: { $when }
console-preset-1h = Через час: { $when }
console-preset-today = К вечеру: { $when }
console-preset-tomorrow = Утром: { $when }
console-call-to = Позвоните:
console-call-note = Что сказал клиент (необязательно)
console-call-reached = Дозвонились
console-call-no-answer = Не ответил
console-call-wrong-number = Не тот номер
console-transfer-hint = Обращение вернётся в очередь со всей перепиской и не потеряет своё место. Клиенту придёт сообщение, рассказывать заново ему не придётся.
console-transfer-type = Тип
console-transfer-unit = Филиал
console-transfer-agent = Сотрудник
console-transfer-reason = Почему передаёте (обязательно)
console-transfer-do = Передать
console-return-to = { $place ->
    [silent] Клиент пока молчит: обращение останется ни за кем, а когда он напишет, встанет в очередь.
    [ahead] Обращение вернётся в очередь ближе к началу, чем стояло.
   *[same] Обращение вернётся в очередь на своё место.
}
console-return-rest = К вам оно не придёт ещё { $time }.
console-return-told = Клиент об этом не узнает, причину увидит руководитель.
console-return-reason = Почему возвращаете (обязательно)
console-return-why-not-mine = Не моя тема
console-return-why-specialist = Нужен другой специалист
console-return-why-personal = Личные обстоятельства
console-return-why-known = Личное знакомство с клиентом
console-return-do = Вернуть в очередь
console-unchanged = без изменений: { $now }
console-anybody = любой подходящий
console-close-outcome = Итог
console-close-summary = Что выяснили и сделали (клиент не увидит)
console-close-message = Сообщение клиенту (необязательно)
console-close-message-placeholder = Если пусто, уйдёт стандартный текст
console-close-do = Закрыть обращение
console-override-hint = Назначение вне очереди. Оно записывается и видно всем, кто читает обращение.
console-override-agent = Кто поведёт
console-override-reason = Причина (обязательно)
console-override-do = Назначить
console-person = { $name }: { $shift }, в работе { $held }
console-draft-saved = Черновик сохранён
console-draft-unsaved = Черновик не сохранён: нет связи

## Карточка клиента
console-card = Карточка клиента
console-phone = Телефон
console-quoted = «{ $said }»
console-phone-unverified = не подтверждён
console-phone-none = неизвестен
console-language = Язык
console-tier = Уровень
console-unit = Филиал
console-unit-unknown = не выбран
console-source = Откуда
console-vehicle = Автомобиль
console-known = Что известно
console-earlier = Прежние обращения
console-earlier-none = Других обращений нет.
console-language-ru = русский
console-language-en = английский
console-source-telegram = Telegram
console-source-site = сайт
console-source-phone = телефон
console-vehicle-make = Марка
console-vehicle-model = Модель
console-vehicle-year = Год
console-vehicle-vin = VIN
console-vehicle-plate = Госномер
console-vehicle-mileage-km = Пробег, км

## Список для руководителей
console-find = Найти
console-find-placeholder = номер, телефон или имя
console-filter-state = Состояние
console-filter-unit = Филиал
console-filter-type = Тип
console-filter-agent = Кто ведёт
console-created = Поступило
console-show = Показать
console-show-older = Показать более ранние
console-nothing-found = Ничего не нашлось.

## Слова очереди
console-type-booking = Запись
console-type-reschedule = Перенос записи
console-type-repair-status = Ход ремонта
console-type-order-eta = Когда придёт заказ
console-type-order-support = Вопрос по заказу
console-type-parts-selection = Подбор запчастей
console-type-warranty = Гарантия
console-type-claim = Претензия
console-type-price = Цена
console-type-callback = Обратный звонок
console-type-other = Другое
console-state-queued = в очереди
console-state-assigned = в работе
console-state-waiting-client = ждём клиента
console-state-promised = обещан ответ
console-state-closed = закрыто
console-state-open = все открытые
console-state-all = все
console-outcome-solved = Решено
console-outcome-booked = Записан
console-outcome-answered = Ответили
console-outcome-no-answer = Не дозвонились
console-outcome-refused = Отказался
console-outcome-not-target = Не по адресу
console-outcome-duplicate = Повтор
console-outcome-spam = Спам
console-role-agent = оператор
console-role-head = руководитель
console-role-director = директор
console-role-qa = контроль качества
console-role-admin = администратор
console-field-text = Текст
console-field-summary = Что выяснили и сделали
console-field-message = Сообщение клиенту
console-field-reason = Причина
console-field-note = Примечание
console-field-due-at = Время
console-field-type = Тип
console-field-unit = Филиал
console-field-agent = Сотрудник
console-field-outcome = Итог
console-field-vin = VIN
console-field-login = Логин

## Что не так
console-missing-outcome = Выберите итог.
console-missing-summary = Напишите, что выяснили и сделали.
console-invalid-other = Так не получится: проверьте это поле.
console-invalid-required = Заполните это поле.
console-invalid-unknown = Такого варианта нет: обновите страницу и выберите снова.
console-invalid-text-required = Напишите текст или приложите файл.
console-invalid-text-longer-than-n-characters = Слишком длинно: в одном сообщении до 20 000 символов. Разделите текст или приложите его файлом.
console-invalid-longer-than-n-characters = Слишком длинно: до 20 000 символов.
console-invalid-due-at-past = Это время уже прошло.
console-invalid-due-at-too-far = Слишком далеко: обещать можно не дальше чем на год.
console-invalid-due-at-not-a-moment = Укажите дату и время.
console-invalid-due-at-required = Укажите время или нажмите одну из кнопок.
console-invalid-type-one-of-type-unit-agent-is-required = Выберите, кому передать: тип, филиал или сотрудника.
console-invalid-agent-is-yourself = Это вы сами.
console-invalid-agent-unknown = Выберите сотрудника.
console-invalid-seen-the-client-has-written-since = Клиент только что написал: прочтите сообщение и закройте ещё раз.
console-invalid-reason-required = Без причины нельзя: напишите её.
console-invalid-reason-longer-than-n-characters = Слишком длинно: причина до 1000 символов.
console-invalid-files-too-large = Файл больше 20 МБ. Остальное сохранено.
console-invalid-files-more-than-n = В одном сообщении не больше 10 файлов.
console-invalid-attachments-more-than-n = В одном сообщении не больше 10 файлов.
console-invalid-attachments-unknown = Файл не найден: приложите его ещё раз.
console-invalid-old-wrong = Нынешний пароль не подходит.
console-invalid-new-too-short = Слишком короткий.
console-invalid-new-too-long = Слишком длинный.
console-invalid-new-same = Такой же, как нынешний.
console-invalid-new-is-the-login = Пароль не может совпадать с логином.
console-invalid-again-differs = Пароли не совпали.

console-problem-400 = Непонятный запрос
console-problem-400-why = Браузер прислал то, что не удалось прочитать. Вернитесь и попробуйте ещё раз.
console-problem-401 = Нужно войти
console-problem-401-why = Сеанс закончился, поэтому ничего не отправлено. Скопируйте текст, войдите и отправьте снова.
console-problem-403 = Нет доступа
console-problem-not-sent = Не отправлено
console-problem-403-why = Это действие вам недоступно.
console-problem-404 = Не найдено
console-problem-404-why = Такой страницы нет, или у вас нет к ней доступа.
console-problem-405 = Так нельзя
console-problem-405-why = Эта страница так не открывается.
console-problem-409 = Не получилось
console-problem-409-why = Сейчас это сделать нельзя.
console-problem-413 = Слишком большой размер
console-problem-413-why = Столько данных за один раз принять нельзя.
console-problem-422 = Не получилось
console-problem-422-why = Проверьте, что заполнено, и попробуйте ещё раз.
console-problem-429 = Слишком часто
console-problem-429-why = Подождите немного и попробуйте снова.
console-problem-500 = Сбой
console-problem-500-why = Это наша ошибка, она записана. Попробуйте ещё раз.
console-problem-503 = Временно недоступно
console-problem-503-why = Обычно это ненадолго. Ничего не потеряно, но и не отправлено: повторите через несколько секунд.
console-problem-foreign = Запрос пришёл с чужого сайта и не выполнен.
console-problem-stale-form = Страница устарела: например, вы входили заново в другой вкладке. Ничего не отправлено.
console-kept-words = Ваш текст сохранён здесь:
console-send-again-button = Отправить ещё раз
console-to-desk = К моим обращениям
console-to-sign-in = Войти

## Связь
console-live-offline = Нет связи, восстанавливаем. Читать и писать можно: набранный ответ останется в поле и сохранится, когда связь вернётся.
console-live-online = Связь восстановлена
console-live-over = Сеанс закончился. Войдите в новой вкладке: набранный текст остаётся здесь.
console-send-failed = Не отправлено: нет связи. Текст остался в поле.
console-send-again = Страница обновлена. Нажмите «Отправить» ещё раз.
console-no-longer-yours = Обращение больше не ваше: отправить уже нельзя, текст можно скопировать.

## Справка
console-keys = Клавиши
console-keys-hint = Работают, когда курсор не в поле ввода, в любой раскладке.
console-keys-off = Отключить однобуквенные клавиши в этом браузере
console-key-next = следующее обращение
console-key-held = следующее и предыдущее из тех, что в работе
console-key-answer = написать ответ
console-key-send = отправить то, что набрано
console-key-note = заметка
console-key-promise = обещание
console-key-call = итог звонка
console-key-transfer = передать
console-key-return = вернуть в очередь
console-key-close = закрыть
console-key-override = назначить (руководителям)
console-key-log = к разговору, дальше листать стрелками
console-key-back = выйти из поля, закрыть открытое
console-rules = Правила очереди
console-rule-next = Обращения не выбирают: «Следующее обращение» даёт то, которое ждёт дольше всех, или срочное.
console-rule-limit = { $limit ->
    [one] В работе не больше { $limit } обращения.
   *[other] В работе не больше { $limit } обращений.
}
console-rule-promise = Пока просрочено обещание, новые обращения не выдаются: сначала ответьте. Перенос срока не поможет.
console-rule-close = Закрыть можно, когда записаны итог и то, что выяснили.
console-rule-owner = Клиенту пишет только тот, кто ведёт обращение.
console-rule-draft = Набранный ответ сохраняется сам и переживёт перезагрузку.

## Итоги звонков (в переписке)
call-reached = Дозвонились.
call-no-answer = Клиент не ответил.
call-wrong-number = Это не номер клиента.
