## Вопросы коллегам
console-questions = Вопросы коллегам
console-questions-mine = Вопросы ко мне
console-questions-lead = Коллеги спрашивают вас, чтобы ответить клиенту. Клиент ваших слов не видит, а ждёт именно он, поэтому у каждого вопроса есть срок.
console-questions-none = Вопросов к вам нет.
console-questions-answered = Вы недавно ответили
console-questions-link = Вопросы ко мне
console-questions-settled = { $count ->
    [one] Ещё { $count } вопрос коллегам, он закрыт
    [few] Ещё { $count } вопроса коллегам, они закрыты
   *[other] Ещё { $count } вопросов коллегам, они закрыты
}
console-act-ask = Спросить коллегу
console-key-ask = спросить коллегу
console-key-questions = вопросы ко мне
console-question-hint = Коллега увидит вопрос, автомобиль и работы, но не клиента. Ответ вернётся сюда. Клиент тем временем ждёт: его сроки идут дальше.
console-question-to = Кого спросить
console-question-who-knows = Кто разбирается
console-question-people = По имени
console-question-unit = Филиал (если не по имени)
console-question-text = Вопрос
console-question-ask = Отправить вопрос
console-question-to-skill = { $where ->
    [yes] специалисту по теме «{ $skill }», { $unit }
   *[no] специалисту по теме «{ $skill }»
}
console-question-open = Ждём ответа
console-question-overdue = Коллега не ответил в срок
console-question-news = Пришёл ответ
console-question-answered = Ответ дан: { $by }
console-question-withdrawn = Вопрос снят
console-question-remind = Напомнить
console-question-withdraw = Снять вопрос
console-question-seen = Прочитано
console-question-tag = вопрос коллеге: { $to }
console-question-answer-tag = ответ коллеги
console-question-asker = Спрашивает { $name }, { $when }
console-question-due = Ответьте { $when }
console-question-was-due = Срок был { $when }
console-question-order = Заказ-наряд { $ref }
console-question-works = Работы: { $works }
console-question-your-answer = Ваш ответ
console-question-send = Ответить
console-question-done = Ответ передан тому, кто ведёт обращение.
console-question-not-sent = Вы написали, но это не передано:
console-held-answer = Пришёл ответ коллеги
console-held-asked = { $count ->
    [one] Ждём ответа коллеги
   *[other] Ждём ответа коллег: { $count }
}
console-held-asked-late = Коллега не ответил в срок
console-clock-question = вопрос коллеге
console-course-question-withdrawn = { $who }: вопрос коллеге снят
console-course-question-reminded = { $who }: коллеге напомнили о вопросе
console-invalid-to-required = Выберите, кого спросить.
console-invalid-skill-nobody-knows = В этом филиале спросить об этом некого: выберите другой филиал или сотрудника.
console-invalid-question-reminded-lately = Напоминали меньше десяти минут назад.
console-invalid-text-more-than-n-open-questions = Открытых вопросов уже десять: дождитесь ответа или снимите лишний.
console-board-questions = Вопросы коллегам без ответа
console-board-questions-none = Вопросов без ответа нет.
console-board-question-whom = Кого спросили
console-rule-question = Если чего-то не знаете, спросите коллегу прямо в обращении: у вопроса свой срок, ответ придёт туда же. Клиент в это время ждёт, и место под лимитом занято.
