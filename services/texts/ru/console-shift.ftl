## Снять с потока
console-person-at-work = Работа сейчас
console-person-at-work-link = Смена, нагрузка и снятие с потока
console-person-now = Сейчас
console-person-since = начало: { $at }
console-person-waiting = Из них ждут ответа
console-person-promises = Просроченных обещаний
console-person-requests = Обращения сотрудника
console-person-settings = Настройки сотрудника
console-withdraw = Снять с потока
console-withdraw-move = Изменить срок
console-withdraw-hint = Новые обращения сотруднику выдаваться не будут. То, что в работе, он доведёт до конца или передаст. Мы ему об этом сообщим.
console-withdraw-own = Новые обращения вам выдаваться не будут. То, что в работе, доведите до конца или передайте.
console-withdraw-why-hint = Причину увидят сотрудник и руководители, больше никто.
console-withdraw-until = До какого времени ({ $city })
console-withdraw-do = Снять до этого времени
console-withdraw-1h = На час: снова { $back }
console-withdraw-today = До конца дня
console-withdraw-tomorrow = До утра: снова { $back }
console-withdraw-back = Вернуть в поток
console-withdraw-back-hint = Новые обращения снова начнут приходить, не дожидаясь срока.
console-withdrawn-until = Новые обращения не выдаются, снова пойдут { $back }.
console-withdrawn-why = Причина: { $why }
console-withdrawn-hello = Передышка
console-done-withdrawn = Новые обращения пока не выдаются.
console-done-back = Новые обращения снова выдаются.
console-next-withdrawn = Вы сняты с потока: новые обращения снова пойдут { $back }. То, что в работе, доведите до конца или передайте.
console-person-withdrawn = новых не берёт
console-set-preview-withdrawn = Ничего: новые обращения пока не выдаются.
console-set-field-why = Причина
console-set-field-until = До какого времени
console-invalid-until-too-far = Слишком далеко: не больше чем на 31 день.
console-invalid-why-required = Без причины нельзя: напишите её.
console-invalid-why-too-long = Слишком длинно: до 300 символов.
console-set-event-staff-withdrawn = Снятие с потока
console-set-event-staff-back = Возвращение в поток

## Конец смены
console-shift-end = Закончить смену
console-shift-end-lead = У вас есть обращения в работе. Напишите коллегам, что важно знать: клиенты заметок не увидят.
console-shift-end-note = Заметка ко всем обращениям
console-shift-end-note-hint = Подставится туда, где нет своей.
console-shift-end-own-note = Заметка к № { $number }
console-shift-end-queue = Вернутся в очередь
console-shift-end-queue-hint = Клиент ждёт или ему что-то обещано: займётся другой сотрудник. Сроки не сдвинутся. Заметка обязательна.
console-shift-end-silent = Останутся ждать клиента
console-shift-end-silent-hint = Когда клиент напишет, обращение возьмёт любой, кто на смене.
console-shift-end-do = Передать и закончить смену
console-shift-end-stay = Остаться на смене
console-done-handed-over = Смена окончена. Передано обращений: { $number }.
console-course-request-handed-over = { $queued ->
    [yes] { $who }: смена окончена, обращение снова в очереди
   *[no] { $who }: смена окончена, ждём клиента
}

## Звонки
console-calls = Звонки
console-calls-none = Звонить никому не нужно.
console-calls-others = Звонки у других
console-call-due = позвонить: { $when }
console-call-late = обещали позвонить: { $when }
console-call-since = задание создано: { $when }
console-call-nobody = пока никто не ведёт
console-call-done-reached = Записано: дозвонились.
console-call-done-no-answer = Записано: не ответил. Клиент всё ещё ждёт вас: напишите ему или назначьте другое время.
console-call-done-wrong-number = Записано: не тот номер. Клиент всё ещё ждёт вас: напишите ему или найдите другой номер.
console-promise-how = Что обещаем
console-promise-how-answer = Ответить
console-promise-how-call = Позвонить
console-promise-call-until = звонок обещан: { $when }
console-promise-call-by = звонок обещан до { $when },
console-invalid-by-call-no-phone = Телефон клиента неизвестен: обещать звонок нельзя.
