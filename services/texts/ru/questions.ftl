## Вопросы коллегам: письмо в Telegram и ответ на него
question-letter = Вопрос коллеги: { $asker }, обращение № { $number }
question-letter-again = Напоминание. Вопрос коллеги: { $asker }, обращение № { $number }
question-letter-car = Автомобиль: { $car }
question-letter-works = Работы: { $works }
question-letter-due = Ответ нужен { $due }.
question-letter-how = Чтобы ответить, напишите ответом на это сообщение или нажмите кнопку. Клиент ваш ответ не увидит.
question-letter-answered = ✓ Ответ дан: { $by }
question-letter-withdrawn = Вопрос снят, отвечать не нужно.
question-answer-button = Ответить
question-answer-prompt = Напишите ответ на вопрос по обращению № { $number }: текстом, фото или голосовым сообщением. Он попадёт к тому, кто ведёт обращение.
question-answer-taken = Ответ передан: обращение № { $number }.
question-answer-added = Добавили к вашему ответу: обращение № { $number }.
question-answer-dropped = Ответ коллеге не отправлен, вопрос ждёт.
question-answer-late = { $state ->
    [withdrawn] Вопрос уже снят, ответ не понадобился.
   *[answered] На этот вопрос уже ответили: { $by }. Ваше сообщение не передано.
}
question-answer-empty = Такое сообщение передать нельзя. Ответьте текстом, фото или голосовым сообщением.
question-answer-long = Ответ слишком длинный: не больше 3000 знаков. Сократите его или пришлите файлом.
question-answer-not-yours = Этот вопрос не вам, или его уже нет.
staff-told-asked = { $due ->
    [none] Вопрос вам от коллеги: { $by }.
   *[other] Вопрос вам от коллеги: { $by }. Ответ нужен { $due }.
}
staff-told-question-reminded = { $due ->
    [none] Вопрос коллеги ждёт ответа: { $by }.
   *[other] Вопрос коллеги ждёт ответа: { $by }. Срок: { $due }.
}
staff-told-question-answered = Пришёл ответ на ваш вопрос коллеге: { $by }.
staff-told-question-withdrawn = Вопрос снят, отвечать не нужно. Кто спрашивал: { $by }.
staff-told-question-overdue = На вопрос коллеге нет ответа: { $to }. Срок был { $due }.
staff-told-clock-question = Вопрос коллеге остался без ответа
staff-told-asked-one = Кого спросили: { $agent }.
staff-told-asked-several = Спросили нескольких, не ответил никто.
