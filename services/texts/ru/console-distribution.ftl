## Настройки: распределение обращений
console-set-section-distribution = Распределение
console-set-about-distribution = Какое обращение кому достаётся и почему
console-set-distribution-why = Следующим выдаётся обращение, которое ждёт дольше всех. Здесь решается, что ещё учитывать и на сколько минут ожидания.
console-set-distribution-chain = Правила сети
console-set-distribution-plain = Учитывается только время ожидания.
console-set-distribution-own-mark = свои правила
console-set-distribution-as-chain = как в сети
console-set-tier-named = клиент «{ $tier }»
console-set-returned-short = возврат в очередь
console-set-counts = { $what } +{ $minutes } мин
console-set-done-as-chain = Теперь филиал работает по правилам сети.

console-set-rules-chain-lead = По этим правилам работают все филиалы, у которых нет своих.
console-set-rules-inherited = Сейчас филиал работает по правилам сети, они стоят в полях. Когда вы сохраните, у филиала появятся свои правила, и изменения в сети его больше не коснутся.
console-set-rules-own = У филиала свои правила: изменения в правилах сети его не касаются.
console-set-rules-drop = Работать по правилам сети
console-set-rules-how = Все числа здесь в минутах ожидания. Претензия: 30 значит, что она встанет туда, где стоял бы тот, кто ждёт на 30 минут дольше. Минуты по разным причинам складываются.
console-set-rules-danger = Обращения, где речь об опасности, всегда идут первыми. Этого правила изменить нельзя.
console-set-field-types = Типы обращений
console-set-rules-types-hint = Сколько минут прибавить к ожиданию обращений этого типа. Пусто: тип ничего не меняет.
console-set-field-tiers = Уровни клиентов
console-set-rules-tiers-hint = Сколько минут прибавить к ожиданию клиентов этого уровня. Пустые минуты: уровень ничего не меняет. Большие и маленькие буквы не различаются.
console-set-field-tier-name = Уровень
console-set-field-tier-minutes = Прибавить
console-set-rules-also = Что ещё учитывать
console-set-field-returned = Возврат в очередь
console-set-rules-returned-hint = За каждый раз, когда сотрудник вернул обращение в очередь: например, при 5 два возврата дают 10 минут.
console-set-field-law = Юридический вопрос
console-set-rules-law-hint = В году 525 600 минут: такие обращения идут сразу за опасными.
console-set-field-promise = Обещание клиенту
console-set-rules-promise-hint = За сколько минут до обещанного времени клиент уже считается ждущим: 60 и «ответим к 15:00» ставят его не ниже того, кто ждёт с 14:00.
console-set-field-deadline = Срок ответа
console-set-rules-deadline-hint = То же для срока, к которому нужно ответить. Пусто: срок ничего не меняет.
console-set-rules-whose = Кому достаётся
console-set-field-reservation-minutes = Клиент написал снова или обращение передали
console-set-rules-reservation-hint = { $minutes ->
    [one] Сколько минут держать обращение за тем, кто его вёл или кому его передали. Пусто: { $minutes } минуту, как задано в программе.
    [few] Сколько минут держать обращение за тем, кто его вёл или кому его передали. Пусто: { $minutes } минуты, как задано в программе.
   *[other] Сколько минут держать обращение за тем, кто его вёл или кому его передали. Пусто: { $minutes } минут, как задано в программе.
}
console-set-field-matter-minutes = Новый вопрос того же клиента
console-set-rules-matter-hint = Сколько минут держать его для того, кто уже ведёт другое обращение этого клиента. 0: сразу отдать любому.
console-set-field-rest-minutes = Сотрудник вернул обращение в очередь
console-set-rules-rest-hint = Сколько минут не предлагать его снова тому же сотруднику.

console-set-rules-preview = Показать, что получится
console-set-preview = Кому что достанется
console-set-preview-changed = { $count ->
    [0] С этими правилами прямо сейчас ничего не изменится.
    [one] С этими правилами прямо сейчас другое достанется { $count } сотруднику.
   *[other] С этими правилами прямо сейчас другое достанется { $count } сотрудникам.
}
console-set-preview-unsaved = Ничего ещё не сохранено.
console-set-preview-nobody = Сейчас на смене никого нет: показать не на ком.
console-set-preview-nothing-waits = Сейчас никто не ждёт: выдавать нечего.
console-set-preview-how = Так было бы, если бы все, кто на смене, нажали «Следующее обращение» прямо сейчас, начиная с самых свободных. Причина приведена так, как её увидит сотрудник.
console-set-preview-unit = Правила филиала касаются только его обращений, остальные стоят в очереди по правилам своих филиалов и сети.
console-set-preview-who = Сотрудник
console-set-preview-now = Сейчас
console-set-preview-then = По этим правилам
console-set-preview-reason = Почему
console-set-preview-changes = изменится
console-set-preview-same = то же самое
console-set-preview-nothing = ничего
console-set-preview-waits = ждёт { $time }
console-set-preview-promise-overdue = Ничего: сначала нужно сдержать просроченное обещание.
console-set-preview-wip-limit = Ничего: уже ведёт столько обращений, сколько можно.

console-set-field-languages = На каких языках отвечает клиентам
console-set-languages-hint = Без отметок: на всех.
console-invalid-named-twice = Такой уровень уже есть в строке выше.
console-invalid-tiers-too-many = Слишком много: до 20 уровней с минутами.

console-set-audit-policy = распределение
console-set-event-policy-changed = Изменены правила распределения
console-set-event-policy-dropped = Распределение снова по правилам сети
console-set-whole-chain = вся сеть
console-set-rules-minutes = { $minutes } мин
console-set-rules-not-at-all = не учитывается
console-set-rules-as-set = как задано в программе
