## Группа операторов в Telegram: карточка обращения и разговор в теме
group-client = Клиент
group-answer-by = { $who } → клиенту
group-note-by = Заметка, { $who }
group-question-by = Вопрос коллеге ({ $to }), { $who }
group-question-answer-by = Ответ коллеги, { $who }
group-from-bot = Бот → клиенту
group-forwarded = Переслано от: { $who }
group-mark-withdrawn = отозвано
group-mark-edited = изменено
group-mark-failed = не доставлено
group-mark-blocked = клиент заблокировал бота
group-mark-no-channel = у клиента нет Telegram
group-not-shown = Часть разговора здесь показать не удалось: она есть в консоли.
group-moved = Обращение теперь у другого филиала. Эта тема больше не обновляется.
group-over = Это сообщение никому не ушло: эта тема больше не относится к обращению.
group-left-behind = { $who }, темы, в которой вы писали, больше нет. Ваше сообщение сохранено здесь как заметка: клиент его не получил.
group-over-deleted = { $who }, ваше сообщение по обращению № { $number } никому не ушло: его тема удалена.
group-left-behind-refused = { $who }, темы, в которой вы писали, больше нет, и сообщение не сохранено. { $why }
group-left-behind-change = { $who }, темы, в которой вы писали, больше нет. Исправить или отозвать сообщение из неё можно в консоли.
group-about = № { $number }. { $said }
group-card-client = Клиент: { $who }
group-card-unverified = { $phone } (не подтверждён)
group-card-no-telegram = без Telegram
group-card-car = Автомобиль: { $car }
group-card-before = { $count ->
    [one] Раньше: { $count } обращение. Последнее: № { $number }, { $what }, { $ended }
    [few] Раньше: { $count } обращения. Последнее: № { $number }, { $what }, { $ended }
   *[other] Раньше: { $count } обращений. Последнее: № { $number }, { $what }, { $ended }
}
group-card-still-open = ещё открыто
group-card-reason = Почему сейчас: { $reason }
group-card-led = Ведёт: { $who }
group-card-unled = { $state ->
    [queued] В очереди: никто не ведёт
   *[waiting] Ждём клиента, никто не ведёт
}
group-card-due = { $late ->
    [yes] ⏰ Ответить нужно было { $when }
   *[no] Ответить: { $when }
}
group-card-promised = { $late ->
    [yes] ⏰ Обещание просрочено: { $when }
   *[no] Обещано: { $when }
}
group-card-call = ☎ Позвонить: { $phone }
group-card-blocked = Клиент заблокировал бота: написать ему нельзя
group-card-closed = Закрыто. Итог: { $outcome }. { $summary }
group-alarm-danger = ОПАСНОСТЬ
group-alarm-law = ЮРИДИЧЕСКОЕ
group-mode-answers = Сообщения того, кто ведёт обращение, уходят клиенту. Заметка: начните с «!»
group-mode-notes = Сообщения того, кто ведёт обращение, остаются заметками. Ответ клиенту: начните с «!»
group-mode-answers-call = Клиенту сейчас не написать: сообщение того, кто ведёт обращение, запишем как звонок. Заметка: начните с «!»
group-mode-notes-call = Сообщения того, кто ведёт обращение, остаются заметками. Что сказать клиенту по телефону: начните с «!»
group-person = { $shift ->
    [on] { $name }, на смене
    [away] { $name }, перерыв
    [withdrawn] { $name }, снят с потока
   *[off] { $name }, вне смены
}
group-until = { $day }, до { $time } ({ $city })

## Кнопки
group-button-next = ▶ Следующее обращение
group-button-on = На смене
group-button-away = Перерыв
group-button-off = Закончить смену
group-button-notes = ✎ Перейти к заметкам
group-button-answers = ✉ Перейти к ответам
group-button-promise = Обещать
group-button-call = Звонок
group-button-call-reached = Дозвонились
group-button-call-no-answer = Не ответил
group-button-call-wrong-number = Не тот номер
group-button-transfer = Передать
group-button-to-type = Другой тип
group-button-to-unit = Другой филиал
group-button-to-agent = Сотруднику
group-button-return = Вернуть
group-button-close = ✓ Закрыть
group-button-back = ← Назад
group-button-cancel = ← Отмена
group-button-by-call = ☎ Обещать звонок
group-button-by-answer = ✉ Обещать ответ

## Вопросы карточки
group-ask-summary = { $who }, итог: { $outcome }. Напишите одним сообщением, что выяснили и сделали. Клиент его не увидит.
group-ask-transfer = { $who }, передаём: { $target }. Напишите одним сообщением причину. Клиент её не увидит.
group-ask-return = { $who }, возвращаем в очередь. Напишите одним сообщением причину. Клиент её не увидит.
group-asked-first = Сначала ответьте на вопрос карточки или нажмите «Отмена».
group-choose-first = Клиенту это не ушло: в карточке открыто меню. Выберите в нём нужное или нажмите «Назад», потом напишите ещё раз.
group-done-summary = Обращение закрыто.
group-done-transfer = Обращение передано. Клиент знает.
group-done-return = Обращение снова в очереди.

## Панель в общей теме
group-panel-title = Приёмка · { $unit }
group-panel-waiting = { $count ->
    [0] В очереди никого
    [one] Ждёт { $count }{ $more ->
        [yes] {" "}и больше
       *[no] {""}
    } обращение
    [few] Ждут { $count }{ $more ->
        [yes] {" "}и больше
       *[no] {""}
    } обращения
   *[other] Ждут { $count }{ $more ->
        [yes] {" "}и больше
       *[no] {""}
    } обращений
}
group-panel-person = { $state ->
    [on] ● { $name }: { $held } в работе
    [withdrawn] ○ { $name }: { $held } в работе, снят с потока
   *[away] ○ { $name }: { $held } в работе, перерыв
}
group-panel-nobody = На смене никого нет
group-next-taken = № { $number }: открываем тему
group-next-elsewhere = № { $number }: тема откроется в группе своего филиала
group-shift-on = Вы на смене
group-shift-away = Перерыв: новые обращения не приходят
group-shift-off = Смена окончена
group-shift-hands-full = У вас есть обращения в работе. Бот перечислил их здесь, в общей теме: напишите одним сообщением, что передать следующим.

## Что бот говорит в ответ
group-promised = Клиент знает, когда ждать
group-noted = Записано
group-outdated = Эта кнопка устарела. Смотрите карточку вверху темы.
group-not-connected = Эта группа не подключена к филиалу.
group-stranger-press = Кнопки работают только у сотрудников этого филиала. Если вы работаете здесь, попросите руководителя записать ваш Telegram в карточку сотрудника.
group-stranger = Это сообщение никому не ушло: бот не знает вас как сотрудника этого филиала.
group-anonymous = Это сообщение никому не ушло: бот не видит, кто его написал. Отключите анонимность администратора.
group-not-owner = { $who ->
    [none] Обращение никто не ведёт: клиенту это не ушло, слова сохранены как заметка.
   *[other] Клиенту отвечает { $who }: ваши слова сохранены как заметка.
}
group-unknown-command = Такой команды нет, и клиенту это не ушло. Есть /card, /note, /answer и /undo (ответом на своё сообщение).
group-edit-kind = Правка не принята: ею нельзя сделать ответ заметкой или заметку ответом. Напишите новым сообщением.
group-taken-back = Отозвано: клиент этого больше не видит.
group-take-back-how = Ответьте командой /undo на своё сообщение, которое нужно отозвать.
group-failed = Не доставлено: Telegram не принял это сообщение.
group-blocked = Не доставлено: клиент заблокировал бота. Позвоните ему.
group-no-channel = У клиента нет Telegram: записали звонок. После разговора нажмите «Звонок».
group-missing = Закрыть пока нельзя, не хватает: { $names }. Заполните это в карточке обращения в консоли, потом напишите итог ещё раз или нажмите «Отмена».
group-closed-by-hand = Обращение ещё открыто, поэтому тема открыта снова. Закрыть обращение можно кнопкой «Закрыть» в карточке.
group-invalid-seen-the-client-has-written-since = Клиент написал, пока вы закрывали: обращение не закрыто. Прочитайте. Закрыть всё равно: напишите итог ещё раз. Ответить клиенту: сначала нажмите «Отмена».
group-invalid-seen-asked-before = Клиент написал после вопроса карточки: ничего не сделано, и клиенту это не ушло. Прочитайте и начните ещё раз.
group-invalid-message-not-delivered = Исправить можно только доставленное сообщение.
group-invalid-text-may-not-read = Не может читать это обращение: { $name }. Уберите имя из заметки или сначала передайте обращение.
group-invalid-text-too-many-named = Слишком много имён в одной заметке: не больше { $most }.
group-invalid-text-cannot-be-changed = Это сообщение у клиента уже не исправить. Напишите новое.
group-invalid-text-too-long-to-be-changed = Столько текста в это сообщение не помещается. Напишите новое.
group-invalid-by-call-no-phone = Телефона клиента нет: звонок пообещать нельзя.
group-invalid-text-gaps = Клиенту это не ушло: в тексте осталось незаполненное: { $gaps }. Впишите сами и отправьте ещё раз: в группе бот скобки не заполняет.
group-invalid-braces-no-variable = Клиенту это не ушло: в тексте есть { $braces }, такой переменной нет, и клиент увидел бы скобки как есть. Исправьте. Если так и нужно, отправьте те же слова ещё раз.
group-invalid-text-new-braces = Правка клиенту не ушла: в тексте есть { $braces }, и клиент увидел бы скобки как есть. Исправьте. Если так и нужно, напишите новым сообщением.
group-invalid-due-at-past = Это время уже прошло: выберите другое.
group-invalid-agent-unknown = Этому сотруднику передать нельзя.

## Подключение
group-connected = Группа подключена: { $unit }. Обращения, которые вы берёте, появятся здесь темами.
group-connect-wrong = Такого кода нет, или его срок прошёл. Новый код: консоль, «Настройки», филиал, «Группа в Telegram».
group-connect-taken = Эта группа уже подключена к другому филиалу. Сначала отключите её там.
group-disconnected = Группа отключена от филиала. Работа продолжается в консоли.
group-lacks-gone = Бота нет в группе: добавьте его снова.
group-lacks-not-admin = Сделайте бота администратором с правом управлять темами.
group-lacks-not-forum = Включите темы в настройках группы.
group-lacks-no-topics = Дайте боту право управлять темами.
staff-told-group-gone = Бота больше нет в группе операторов: { $unit }. Работа идёт в консоли. Вернуть группу: «Настройки», филиал, «Группа в Telegram».

## Закрытие по скрипту
group-ask-field = { $who }, для такого итога не хватает: { $target }. Напишите одним сообщением. Клиент его не увидит.
group-button-no-result = Без уточнения
group-button-month = через месяц
group-button-quarter = через 3 месяца
group-button-half = через полгода
group-button-year = через год
group-missing-next-visit = запись клиента
group-missing-next-title = о чём напомнить
group-missing-next-due-at = когда напомнить
group-card-missing = Не хватает: { $names }

## Команды в меню группы
group-command-card = показать карточку обращения здесь
group-command-note = заметка для коллег
group-command-answer = ответ клиенту
group-command-undo = отозвать ответ (ответом на своё сообщение)
group-command-panel = показать панель со следующим обращением
group-unhandled = Это не удалось обработать, и клиенту это не ушло. Повторите или сделайте в консоли.

## Конец смены с обращениями в работе
group-shift-ask = { $who }, у вас в работе есть обращения.
group-shift-back = Вернутся в очередь: { $numbers }
group-shift-silent = Подождут ответа клиента: { $numbers }
group-shift-note = Напишите здесь одним сообщением, что передать следующим. Заметка попадёт в каждое обращение, клиенты её не увидят.
group-shift-note-or-not = Напишите здесь одним сообщением, что передать следующим, или сдайте без заметки. Клиенты заметку не увидят.
group-shift-changed = Смена не окончена: пока вы отвечали, список изменился. Посмотрите его и ответьте ещё раз.
group-shift-handed = { $who }: смена окончена. Сдано с заметкой: { $numbers }
group-shift-handed-bare = { $who }: смена окончена. Сдано: { $numbers }
group-shift-emptied = { $who }: смена окончена. В работе уже ничего не осталось, заметка не понадобилась.
group-shift-stays = { $who }: смена продолжается, обращения остались у вас.
group-shift-foreign = { $who ->
    [none] Этот вопрос не к вам.
   *[other] Этот вопрос не к вам: смену сдаёт { $who }.
}
group-shift-outdated = Этот вопрос устарел. Чтобы закончить смену, нажмите «Закончить смену» на панели.
group-shift-words = Заметка нужна словами: файлы и команды в неё не попадут.
group-shift-drop-word = отмена
group-button-shift-bare = Сдать без заметки
group-button-shift-drop = ← Отмена
group-invalid-note-too-long = Заметка слишком длинная: поместится до 1000 знаков. Напишите короче, смена пока не окончена.

## Фото и запись, без которых не закрыть
group-ask-photo = { $who }, для такого итога не хватает: { $target }. Пришлите сюда фото или файл. Клиент его не получит.
group-invalid-photo-not-a-picture = Нужно фото, видео или файл: пришлите его сюда или нажмите «Отмена». Клиент его не получит.
group-ask-visit = { $who }, для такого итога клиента нужно записать. Запишите его в консоли и нажмите «Готово, закрыть».
group-visit-first = Ваши слова сохранены, но для такого итога клиента нужно записать. Откройте в консоли обращение № { $number }, запишите клиента, потом нажмите «Готово, закрыть».
group-missing-visit = Записи у клиента пока нет. Запишите его в консоли, потом нажмите «Готово, закрыть».
group-button-book = Записать в консоли
group-button-closing = ✓ Готово, закрыть
