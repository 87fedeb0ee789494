## Отчёт `priyomka simulate`
simulation-summary = { $file }: { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }, начиная с { $since }. Первых обращений: { $contacts }, филиалов: { $units }, операторов: { $agents }. В срок ответили на { $kept } обращений.

simulation-all = Все
simulation-waits = Ожидание первого ответа
simulation-waits-note = Минуты рабочего времени филиала от первого сообщения до первого ответа: столько или меньше ждали половина клиентов, девять из десяти, девяносто девять из ста. «Вовремя»: в обещанный срок.
simulation-head-which = какие
simulation-head-contacts = обращений
simulation-head-kept = вовремя
simulation-head-p50 = половина
simulation-head-p90 = 9 из 10
simulation-head-p99 = 99 из 100
simulation-head-unanswered = ещё ждут

simulation-missed = Пропущено
simulation-missed-note = Каждый срок, который прошёл без ответа, замечен и записан. «Исправлено за»: обычное время от срока до ответа, в минутах.
simulation-missed-none = Ничего не пропущено.
simulation-head-clock = что
simulation-head-times = раз
simulation-head-escalated = директору
simulation-head-made-good = исправлено
simulation-head-made-good-in = исправлено за

simulation-events = Что ещё произошло
simulation-event-request-lapsed = забрано у молчащих операторов
simulation-event-request-reopened = открыто снова: клиент вернулся
simulation-event-request-handed-over = передано в конце смены
simulation-event-promise-made = дано обещаний
simulation-event-promise-overdue = просрочено обещаний
simulation-event-rush-began = начиналась перегрузка
simulation-event-staff-told = разослано уведомлений сотрудникам
simulation-state-queued = в конце: в очереди
simulation-state-assigned = в конце: в работе
simulation-state-promised = в конце: ответ обещан
simulation-state-waiting-client = в конце: ждём клиента
simulation-state-unowned = в конце: ждём клиента, оператор уже ушёл
simulation-state-closed = в конце: закрыто

simulation-load = Нагрузка операторов
simulation-load-note = «Занят»: доля смены без перерывов, когда оператор работал над обращением. Больше 100 % значит, что доделывал после смены.
simulation-team = команда { $name }
simulation-head-agent = оператор
simulation-head-there = часов
simulation-head-busy = занят
simulation-head-taken = получил
simulation-head-answers = ответил
simulation-head-most-held = больше всего в работе

simulation-queue = Очередь по часам
simulation-queue-note = Сколько обращений ждало в очереди: в среднем по всем дням и больше всего.
simulation-head-hour = час
simulation-head-mean = в среднем
simulation-head-most = больше всего

simulation-compared = Что изменилось бы
simulation-compared-note = Те же клиенты, { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }, обращений: { $contacts }. В скобках разница с тем, что в файле.
simulation-head-change = что изменить
simulation-as-in-file = как в файле
simulation-compare-kept = вовремя, %
simulation-compare-p50 = половина
simulation-compare-p90 = 9 из 10
simulation-compare-p99 = 99 из 100
simulation-compare-missed = пропущено
simulation-compare-escalated = директору
simulation-compare-lapsed = забрано
simulation-compare-busy = заняты, %

## Картинки
simulation-title = Симуляция: { $file }
simulation-picture-waits = Сколько клиентов получили ответ
simulation-picture-waits-text = Линия растёт с минутами ожидания. За { $p50 } мин ответили половине, за { $p90 } мин девяти из десяти. { $kept } ответов вовремя.
simulation-picture-queue = Очередь в течение дня
simulation-picture-queue-text = Столбцы: среднее за полчаса, линия: больше всего. Самая длинная очередь в { $at }: { $most }.
simulation-picture-load = Занятость операторов
simulation-picture-load-text = Доля смены в работе. Больше всех занят { $who }: { $busy }.
simulation-picture-units = Ответы вовремя по филиалам
simulation-picture-units-text = Доля первых ответов в срок. Труднее всего там: { $who }, { $kept }.
simulation-picture-compared = Ответы вовремя, если что-то изменить
simulation-picture-compared-text = Лучше всего: { $who }, { $kept }.
simulation-axis-minutes = мин
simulation-written = Картинки: { $path }
