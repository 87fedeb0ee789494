## Ответы: кто ещё здесь
console-answering-here-open = { $name }: тоже читает
console-answering-here-answer = { $name }: пишет ответ…
console-answering-here-note = { $name }: пишет заметку…

## Типовые ответы
console-answering-own = Мои типовые ответы
console-answering-own-hint = Их видите только вы. В обращении наберите «/» и первые буквы названия.
console-answering-own-none = Своих ответов пока нет.
console-answering-own-new = Новый ответ
console-answering-own-title = Название
console-answering-own-body = Текст ответа
console-answering-own-add = Добавить
console-answering-remove = Удалить
console-answering-mine = мой
console-answering-given = { $count ->
    [one] отправлен { $count } раз за 90 дней
    [few] отправлен { $count } раза за 90 дней
   *[other] отправлен { $count } раз за 90 дней
}
console-answering-variables = Что можно подставить
console-answering-variables-hint = В фигурных скобках: в обращении на этом месте появится значение. Если оно неизвестно, скобки останутся и ответ не уйдёт, пока вы их не заполните.
console-answering-holes = неизвестно: { $gaps }
console-answering-gaps = Заполните, прежде чем отправлять: { $gaps }
console-answering-slash-none = Такого типового ответа нет

## Заметки
console-answering-colleagues = Коллеги
console-answering-mention-hint = Позвать коллегу: @логин

## Отправить место, карточку, ссылку
console-answering-act-piece = Точка на карте, карточка, ссылка
console-answering-place = Точка на карте
console-answering-place-send = Отправить точку на карте
console-answering-cards = Карточка с кнопками, как в боте
console-answering-card-visit = Запись { $when }: { $works }
console-answering-card-order = Заказ-наряд { $number }: { $status }
console-answering-card-parts = Заказ запчастей { $number }: { $status }
console-answering-offer-works = Работы для ссылки на запись ({ $unit })
console-answering-offer-send = Отправить ссылку
console-answering-offer-no-chat = В Telegram не отправить: ссылка появится в заметке, передайте её иначе.
console-answering-nothing-to-send = Отправить пока нечего: у филиала нет точки на карте и работ для записи, у клиента нет записей и заказов.

## Отложить
console-answering-act-snooze = Отложить
console-answering-snooze-hint = Обращение останется у вас и займёт место в лимите, но уйдёт вниз списка. Вернётся в срок или сразу, когда напишет клиент.
console-answering-snooze-reason = Чего ждём (видят коллеги)
console-answering-snooze-until = Или до точного времени ({ $city })
console-answering-snooze-save = Отложить
console-answering-snooze-not-now = Клиент ждёт ответа: сначала ответьте или пообещайте срок.
console-answering-laid-until = Вернётся: { $when }.
console-answering-laid = вернётся: { $when }
console-answering-wake = Вернуть сейчас
console-group-aside = Отложено
console-course-request-snoozed = { $who }: отложено, вернётся: { $due }{ $stated ->
    [yes] . Причина: { $reason }
   *[no] {""}
}
console-course-request-woken = Обращение больше не отложено

## Поток сообщений
console-answering-pile = { $count ->
    [one] ещё { $count } сообщение
    [few] ещё { $count } сообщения
   *[other] ещё { $count } сообщений
}

## Отложенные сообщения
console-answering-aside = Возможный спам
console-answering-aside-link = { $count ->
    [0] Возможный спам
    [one] Возможный спам: { $count }
   *[other] Возможный спам: { $count }
}
console-answering-aside-hint = Из этих чатов дважды приходил спам. Новые сообщения сохраняются здесь и не попадают в очередь. Клиентов с подтверждённым телефоном, автомобилем, записью или заказом и сообщения об опасности мы сюда не отправляем никогда.
console-answering-aside-none = Здесь пусто.
console-answering-aside-waiting = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[other] { $count } сообщений
}
console-answering-aside-since = Считаем спамом с: { $when }.
console-answering-aside-last = Последнее: { $when }.
console-answering-aside-restore = Вернуть в очередь и больше не считать спамом
console-answering-aside-back = Сообщения вернулись в обращение.
console-answering-aside-trusted = Сообщения этого чата больше не считаются спамом.
console-answering-aside-undo = Отменить: снова считать спамом
console-answering-aside-again = Сообщения этого чата снова считаются спамом. То, что уже вернулось в очередь, там и останется.

## Выгрузка
console-answering-export = Выгрузить
console-answering-export-notes = Выгрузить с заметками
console-answering-doc-title = Переписка по обращению
console-answering-doc-with-notes = Для служебного пользования: внутри есть заметки сотрудников, которых клиент не видел.
console-answering-doc-opened = Открыто
console-answering-doc-closed = Закрыто
console-answering-doc-zone = Время указано по городу
console-answering-doc-made = Выгружено
console-answering-doc-edited = изменено { $at }
console-answering-doc-withdrawn = отозвано { $at }
console-answering-doc-reply = ответ на #{ $number }
console-answering-doc-until = До { $at }:
console-answering-doc-files = Файлы
console-answering-doc-file = Файл
console-answering-doc-kind = Тип
console-answering-doc-size = Байт
console-answering-doc-replaced = заменён клиентом
console-answering-doc-file-ready = файл не найден
console-answering-doc-file-pending = ещё не загружен
console-answering-doc-file-failed = загрузить не удалось
console-answering-doc-file-too-large = слишком большой, Telegram такие не передаёт

## Клавиши
console-answering-key-slash = в начале ответа: типовой ответ по буквам
console-answering-key-piece = отправить место, карточку, запись
console-answering-key-snooze = отложить

## Журнал просмотров
console-set-audit-looks = просмотры чужих обращений
console-set-event-request-read = Открыто обращение
console-set-event-client-read = Открыта карточка клиента
console-set-event-request-exported = Выгружена переписка
console-set-event-file-read = Открыт файл из обращения

## Ошибки
console-invalid-text-gaps = В тексте остались незаполненные места: { $gaps }
console-invalid-braces-no-variable = В тексте есть { $braces }: такой переменной нет, и клиент увидит скобки как есть. Исправьте или отметьте ниже.
console-answering-braces-meant = Так и нужно, отправить со скобками
console-invalid-text-may-not-read = Не может читать это обращение: { $name }. Уберите имя из заметки или сначала передайте обращение.
console-invalid-text-too-many-named = Слишком много имён в одной заметке: не больше { $most }.
console-invalid-unknown-variable = Такой переменной нет: «{ $name }». Список переменных есть рядом с текстом.
console-invalid-aside-until-past = Это время уже прошло.
console-invalid-aside-until-too-far = Отложить можно не дольше чем на 14 дней.
console-invalid-aside-until-after-the-promise = Клиенту обещан ответ раньше: отложите не дольше чем до обещанного времени или перенесите обещание.
console-invalid-aside-until-required = Выберите, до какого времени отложить.
console-invalid-aside-until-not-a-moment = Это не похоже на дату и время.
console-invalid-unit-no-place = У этого филиала нет точки на карте: её задают в настройках филиала.
console-invalid-card-unknown = Такой карточки у этого клиента нет.
console-invalid-card-no-telegram = У клиента нет Telegram: карточку отправить некуда.
console-invalid-works-too-many = Слишком много работ в одной ссылке.
console-invalid-title-ru-too-many = У вас уже 50 своих ответов. Удалите лишние.
