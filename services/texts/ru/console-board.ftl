## Табло руководителя, журнал пропущенных, условия списка обращений
console-board = Табло
console-board-all-units = все
console-board-no-unit = филиал не выбран
console-board-now = Сейчас
console-board-queued = В очереди
console-board-longest = дольше всех ждёт
console-board-late = Срок ответа прошёл
console-board-danger = Опасность, клиент ждёт
console-board-broken = Обещания просрочены
console-board-soon = Обещания на ближайший час
console-board-today = Сегодня
console-board-clock-of = время: { $city }
console-board-came = Поступило
console-board-in-time = Первый ответ вовремя
console-board-percent = { $share } %
console-board-in-time-of = { $count } из { $all }
console-board-first-answer = Первый ответ, обычно
console-board-nine-of-ten = у девяти из десяти до: { $time }
console-board-closed = Закрыто
console-board-missed = Пропущено
console-board-made-good = Исправлено
console-board-mended = обычно за: { $time }

console-board-owed = Срок прошёл или вот-вот выйдет
console-board-owed-none = Ничего не просрочено, в ближайшие десять минут сроков нет.
console-board-due = Срок
console-board-clock = Что
console-board-queue = Очередь
console-board-queue-none = В очереди никого.
console-board-what = Филиал и тип
console-board-wait = Ждут
console-board-oldest = Дольше всех
console-board-overdue = Срок прошёл
console-board-promises = Обещания
console-board-promises-none = Просроченных нет, на ближайший час ничего не обещано.

console-board-people = Сотрудники
console-board-people-none = Сейчас никто не работает.
console-board-who = Сотрудник
console-board-load = Нагрузка
console-board-load-others = Ссылка «Нагрузка» есть у тех, кто работает в ваших филиалах. Остальных снимает с потока директор.
console-board-held = В работе
console-board-of-limit = из { $limit }
console-board-full = больше нельзя
console-board-elsewhere = и ещё { $count } в других филиалах
console-board-client-waits = Клиент ждёт
console-board-silence = Дольше всех
console-board-broken-of = { $count } просрочено
console-board-soon-of = { $count } в течение часа
console-board-answers = Первый ответ
console-board-given-back = Возвраты
console-board-withdrawn = новых нет, снова пойдут: { $until }
console-board-idle = { $count ->
    [one] Вне смены ещё { $count } сотрудник
    [few] Вне смены ещё { $count } сотрудника
   *[other] Вне смены ещё { $count } сотрудников
}

console-board-pictures = Как идёт день
console-board-pictures-none = Сегодня ещё ничего не поступало.
console-board-picture = По часам
console-board-picture-came = поступило
console-board-picture-answered = первый ответ дан
console-board-picture-missed = пропущено
console-board-picture-unanswered = ждали первого ответа к концу часа
console-board-picture-waiting = Ждали первого ответа к концу часа
console-board-picture-summary = Столбцы по часам. Всего поступило: { $came }, первый ответ дан: { $answered }, пропущено: { $missed }. Больше всего поступило в час с { $at }: { $most }.
console-board-picture-waiting-summary = Линия по часам: сколько клиентов ждали первого ответа. Сейчас: { $now }, больше всего в час с { $at }: { $most }.
console-board-picture-table = То же в числах
console-board-hour = Час

console-clock-first-answer = первый ответ
console-clock-next-answer = ответ
console-clock-promise = обещание
console-clock-resolve = решение вопроса
console-clock-handoff = ответ после передачи
console-clock-danger = опасность
console-clock-lease = взято, но ответа нет

console-missed-journal = Журнал пропущенных
console-missed-who = Кто вёл
console-missed-nobody = никто не взял
console-missed-state = Состояние
console-missed-state-all = все
console-missed-state-open = не исправлено
console-missed-state-good = исправлено
console-missed-since = С
console-missed-until = По
console-missed-totals = Итоги
console-missed-count = Пропущено
console-missed-open = Не исправлено
console-missed-median = Исправлено обычно за
console-missed-nine = Девять из десяти за
console-missed-due = Срок был
console-missed-noticed = Замечено
console-missed-made-good = исправлено через { $time }
console-missed-still-open = не исправлено, прошло
console-missed-escalated = сообщено директору
console-missed-none = Ничего не пропущено.

console-filter-more = Ещё условия
console-filter-any = неважно
console-filter-promise = Обещание
console-filter-promise-overdue = просрочено
console-filter-promise-soon = на ближайший час
console-filter-alarm = Тревога
console-filter-came = Поступило в день
console-filter-closed = Закрыто в день
console-filter-gave = Кто возвращал в очередь
console-filter-back = Возвращено в день
console-filter-waiting = клиент ждёт ответа
