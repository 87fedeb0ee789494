## Рабочее место: верхняя строка
console-my-requests-short = Мои
console-all-requests-short = Все
console-badge-unanswered = без ответа:
console-sound-mute = Выключить звук
console-notify-allow = Показывать уведомления
console-notify-message = Новое сообщение, № { $number }
console-notify-request = Вам назначено обращение № { $number }
console-shut = Закрыть окно

## Рабочее место: обращения в работе
console-group-yours = Ждут вас
console-group-theirs = Ждём клиента или срока
console-waits-for = ждёт
console-answer-in = до срока ответа
console-time-left = ещё { $time }
console-time-over = { $time } назад
console-promise-by = обещано до { $when },
console-promise-late = срок обещания прошёл
console-answer-was-due = срок ответа прошёл

## Рабочее место: первая страница
console-nothing-waiting = Для вас сейчас никто не ждёт. Новые обращения появятся здесь сами.
console-shift-begin = Начать смену
console-all-answered = В вашей очереди никого
console-all-answered-hint = Считаются обращения ваших филиалов и тем. Когда кто-нибудь напишет, слева появится число ожидающих.
console-today-visits = Сегодня ещё приедут ({ $unit })
console-today-no-visits = До конца дня записей больше нет.
console-today-all = Все записи на день
console-tips = Быстрее с клавиатуры

## Поиск
console-search = Найти клиента
console-search-label = Телефон, госномер, VIN, имя, номер обращения или заказа
console-search-placeholder = Телефон, госномер, имя, № обращения…
console-search-hint = Достаточно части: последних цифр телефона, начала фамилии, цифр госномера. Раскладка и опечатка не помешают.
console-search-failed = Сейчас поиск не отвечает. Попробуйте ещё раз.
console-search-count = { $count ->
    [0] Ничего не нашлось
    [one] Найдено: { $count }
   *[other] Найдено: { $count }
}
console-search-nothing = По запросу «{ $words }» ничего не нашлось
console-search-nothing-hint = Проверьте цифры или введите меньше.
console-search-own-units = Клиенты других филиалов здесь не показываются.
console-search-taken-for = показано для «{ $words }»
console-search-more = Это не все: уточните запрос.
console-found-clients = Клиенты
console-found-requests = Обращения
console-found-orders = Заказы
console-found-open = открыто № { $number }
console-found-repair = Заказ-наряд
console-found-parts = Заказ запчастей

## Страница клиента
console-client-page = Клиент
console-client-ref = Код в учётной программе
console-client-requests = Обращения
console-client-no-requests = Обращений нет.
console-card-whole = Всё о клиенте
console-card-no-vehicles = Автомобиль не указан.
console-card-no-repairs = Заказ-нарядов нет.

## Клавиши
console-keys-everywhere = На любой странице
console-keys-request = В обращении
console-keys-head = Руководителям
console-keys-visits = В записях на день
console-key-own = открыть своё обращение по номеру в списке
console-key-search = найти клиента
console-key-search-too = то же, даже когда курсор в поле
console-key-desk = мои обращения
console-key-visits = записи
console-key-mute = звук
console-key-map = все клавиши этой страницы
console-key-book = записать на визит
console-key-days = предыдущий и следующий день
console-key-today = сегодня
console-help-whole = Вся справка
console-rule-search = Открывать карточки клиентов можно только по делу: кто и когда смотрел, записывается.

## Разное
console-filters-clear = Сбросить условия
console-problem-try-again = Попробовать ещё раз
console-live-stale = Страница не обновляется сама, восстанавливаем. Отправлять можно.
console-offline-act = Нет связи, поэтому ничего не отправлено и страница осталась открытой. Повторите, когда связь вернётся.
console-set-any-kind = всё
console-set-anybody = все
