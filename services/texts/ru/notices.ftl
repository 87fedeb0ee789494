## Уведомления сотрудникам: в консоли и в Telegram. Перед текстом стоит номер обращения.
staff-told-number = № { $number }
staff-told-more = { $count ->
    [one] и ещё { $count } уведомление
    [few] и ещё { $count } уведомления
   *[other] и ещё { $count } уведомлений
}
staff-told-nudge = { $minutes ->
    [one] Клиент ждёт, а от вас { $minutes } минуту ничего нет. Ответьте или верните обращение в очередь.
    [few] Клиент ждёт, а от вас { $minutes } минуты ничего нет. Ответьте или верните обращение в очередь.
   *[other] Клиент ждёт, а от вас { $minutes } минут ничего нет. Ответьте или верните обращение в очередь.
}
staff-told-lapsed = { $minutes ->
    [one] Обращение ушло от вас в очередь: клиент ждал, а от вас { $minutes } минуту ничего не было.
    [few] Обращение ушло от вас в очередь: клиент ждал, а от вас { $minutes } минуты ничего не было.
   *[other] Обращение ушло от вас в очередь: клиент ждал, а от вас { $minutes } минут ничего не было.
}
staff-told-missed = { $clock }. Срок был { $due }. { $who }
staff-told-escalated = Передано вам: исправить не успели. { $clock }. Срок был { $due }. { $who }
staff-told-clock-first-answer = Клиент не дождался первого ответа
staff-told-clock-next-answer = Клиент не дождался ответа
staff-told-clock-promise = Обещание не сдержано
staff-told-clock-resolve = Вопрос клиента не решён
staff-told-clock-handoff = После передачи никто не ответил
staff-told-clock-danger = Человек в опасности, а ему не ответили
staff-told-clock-lease = Оператор взял обращение и молчит
staff-told-led-by = Ведёт: { $agent }.
staff-told-led-by-nobody = Никто не взял.
staff-told-promise-soon = Скоро срок обещания: { $due }.
staff-told-promise-slips = Не успеваем к обещанному сроку: ответ был обещан { $due }. Клиент знает новый срок: { $new }.
staff-told-danger = Человек в опасности: ответить нужно сейчас же.
staff-told-withdrawn = Вы сняты с потока: новые обращения снова пойдут { $back }. Так решили: { $by }.
staff-told-withdrawn-why = Причина: { $why }
staff-told-rush = { $waiting ->
    [one] Не успеваем отвечать: { $waiting } обращение в очереди, { $unit }.
    [few] Не успеваем отвечать: { $waiting } обращения в очереди, { $unit }.
   *[other] Не успеваем отвечать: { $waiting } обращений в очереди, { $unit }.
}
staff-told-rush-over = Очередь снова обычная: { $unit }.
staff-told-of-no-unit = филиал ещё не выбран
staff-told-other = Новое уведомление: обновите страницу консоли.
