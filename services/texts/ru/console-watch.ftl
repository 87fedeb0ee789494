## Настройки: сроки и эскалация
console-set-section-watch = Сроки и эскалация
console-set-about-watch = Что делать, если клиенту не отвечают
console-set-watch-why = Чтобы ни один клиент не остался без ответа: за сколько ему ответить, когда напомнить оператору и кому сообщить, если время вышло.
console-set-watch-chain-brief = Цепочка: { $steps }
console-set-watch-journal-brief = Журнал: { $steps }
console-set-watch-chain-nudge = напоминание через { $time }
console-set-watch-chain-lease = в очередь через { $time }
console-set-watch-chain-director = директору через { $time }
console-set-watch-journal-nudge = напоминание через { $time }
console-set-watch-journal-lease = запись о молчании через { $time }
console-set-watch-no-steps = без напоминаний

console-set-watch-running = Уже назначенные сроки остаются прежними, следующие ставятся по новым правилам. Остальное действует сразу.
console-set-watch-minutes = Минуты считаются по часам работы филиала: ночью и в выходные время стоит. Исключение: опасность.

console-set-watch-told = Кому сообщают
console-set-watch-told-hint = О пропущенном сроке сразу узнают оператор, руководитель и контроль качества. Дальше два пути.
console-set-field-mode = Если не ответили вовремя
console-set-watch-mode-chain = Цепочка
console-set-watch-mode-chain-hint = Обращение забирают у того, кто молчит, и возвращают в очередь; если и после руководителя клиенту не ответили, узнаёт директор.
console-set-watch-mode-journal = Журнал
console-set-watch-mode-journal-hint = Обращение остаётся у своего оператора, пропуск записывают и потом отрабатывают.
console-set-field-director-minutes = Сообщить директору через
console-set-watch-director-hint = После того как узнал руководитель. 0: не сообщать. Только для цепочки.

console-set-watch-answers = Сроки ответа
console-set-watch-answers-hint = За сколько клиент должен услышать ответ.
console-set-field-first-minutes = Первый ответ
console-set-field-next-minutes = Каждый следующий ответ
console-set-watch-next-hint = Пусто: столько же, сколько на первый.
console-set-watch-first-hint = Пусто: { $minutes } мин, как задано в программе. На подбор запчастей всегда { $parts } мин.
console-set-field-handoff-minutes = После передачи коллеге
console-set-watch-handoff-hint = За сколько должны отозваться те, кому передали обращение.
console-set-watch-resolve = Срок решения
console-set-watch-resolve-hint = За сколько вопрос должен быть решён; пока ответа ждут от клиента, время стоит. Например, 480 минут: восемь рабочих часов. Пусто: срока нет.
console-set-field-resolve = Срок решения

console-set-watch-silence = Молчание оператора
console-set-watch-silence-hint = Оператор взял обращение, клиент ждёт, а ответа нет.
console-set-field-nudge-minutes = Напомнить через
console-set-watch-nudge-hint = 0: не напоминать.
console-set-field-lease-minutes = Забрать через
console-set-watch-lease-hint = Обращение вернётся в очередь, ожидание клиента не обнулится. 0: не забирать. В журнале не забирают, а записывают.

console-set-watch-promises = Обещания
console-set-watch-promises-hint = Клиенту назвали время: «ответим к 15:00».
console-set-field-remind-minutes = Напомнить оператору за
console-set-watch-remind-hint = До обещанного времени. 0: не напоминать.
console-set-field-slip-minutes = Если не успеваем, отложить на
console-set-watch-slip-hint = За две минуты до срока клиент узнает, что ответ будет позже и когда. Если обещания не было, а срок ответа прошёл, он сразу получит извинение и новый срок. 0: клиенту не сообщать.

console-set-watch-danger = Опасность
console-set-watch-danger-hint = Отказали тормоза, дым, авария: этот срок идёт в любое время суток, и ночью, и в выходные.
console-set-field-danger-minutes = Взять обращение за
console-set-watch-danger-minutes-hint = В обычных минутах, не рабочих. Если не взяли, ещё через столько же узнает директор.
console-set-field-duty = Кому сообщить
console-set-watch-duty-heads = руководителям филиала
console-set-watch-duty-hint = Ему сообщат даже ночью. В списке те, кто работает в этом филиале.
console-set-watch-duty-chain-hint = Ему сообщат даже ночью. В списке те, кто работает во всех филиалах.
console-set-watch-off-duty = Тот, кого выбрали раньше, больше здесь не работает. Выберите другого и сохраните.

console-set-watch-rush = Перегрузка
console-set-watch-rush-hint = Клиентов ждёт больше, чем вы успеваете обслужить. Проходит, когда ждёт меньше двух третей этого числа.
console-set-field-rush-waiting = Начинается, когда ждёт
console-set-watch-requests = обращений
console-set-watch-rush-waiting-hint = Пусто: никогда.
console-set-field-rush-minutes = Обещать ответ за
console-set-watch-rush-minutes-hint = И объяснить клиенту, почему дольше обычного.
console-set-watch-by-type = Задать по типам обращений
console-set-watch-rush-types = Что важнее при перегрузке
console-set-watch-rush-types-hint = Сколько минут прибавить к ожиданию обращений этого типа, пока она длится, вместо заданного в разделе «Распределение». Пусто: как обычно.
console-set-field-rush = При перегрузке

console-invalid-mode-required = Выберите: цепочка или журнал.
console-invalid-duty-unknown = Выберите из списка: этот человек здесь не работает.
console-invalid-nudge-minutes-not-before-the-lease = Напоминание должно прийти раньше, чем обращение заберут.

console-set-audit-watch = сроки и эскалация
console-set-event-watch-changed = Изменены сроки и эскалация
console-set-event-watch-dropped = Сроки и эскалация снова по правилам сети
console-set-watch-off = выключено
console-set-watch-never = никогда
console-set-watch-as-first = как первый
console-set-watch-no-time = без срока
console-set-watch-as-usual = как обычно
