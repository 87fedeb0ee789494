## Настройки: скрипты
console-set-section-scripts = Скрипты
console-set-about-scripts = Что узнать у клиента и чем закончить обращение
console-set-done-as-usual = Теперь действует обычный скрипт.
console-script-why = Скрипт ведёт к решению коротким путём: что нужно узнать, в каком порядке спросить, без чего нельзя закрыть и чем обращение может закончиться. Что уже известно, клиента не спросят.
console-script-whose-page = Чьи скрипты
console-script-figures = Как работают скрипты
console-script-whose-unit = свой у филиала
console-script-whose-chain = общий для сети
console-script-whose-usual = обычный
console-script-asks-mark = спрашивает бот
console-script-brief = { $fields ->
    [0] Ничего не спрашивают
    [one] { $fields } вопрос
    [few] { $fields } вопроса
   *[many] { $fields } вопросов
}{ $must ->
    [0] {""}
   *[other] , для закрытия обязательно: { $must }
} · { $results ->
    [0] без своих итогов
    [one] { $results } итог
    [few] { $results } итога
   *[many] { $results } итогов
}
console-script-empty = Пусто: ничего не спрашивают, своих итогов нет
console-script-own-unit = У филиала свой скрипт: изменения в общем его не касаются.
console-script-own-chain = У сети свой скрипт. Он действует во всех филиалах, у которых нет своего.
console-script-drop-unit = Вернуть общий скрипт сети
console-script-drop-chain = Вернуть обычный скрипт
console-script-not-own-usual = Сейчас действует обычный скрипт. Сохраните изменения, и у сети появится свой.
console-script-not-own-usual-unit = Сейчас действует обычный скрипт. Сохраните изменения, и у филиала появится свой.
console-script-not-own-chain-unit = Сейчас филиал работает по общему скрипту сети. Сохраните изменения, и у него появится свой.

console-script-preview = Показать, как это будет
console-script-unsaved = Пока не сохранено.
console-script-asks = Бот спрашивает сам
console-script-asks-hint = Сразу после того, как клиент написал, по одному вопросу. Любой можно пропустить; как только ответит оператор, бот замолкает.
console-script-fields = Что узнать
console-script-fields-hint = Бот спрашивает сверху вниз, оператор видит в том же порядке.
console-script-new-field = Новый вопрос
console-script-add-field = Добавить вопрос
console-script-label = Название для оператора
console-script-label-hint = Коротко: «VIN», «Пробег, км».
console-script-kind = Что это
console-script-kind-hint = По виду ответ проверяется: в VIN должно быть 17 знаков, пробег должен быть числом.
console-script-choices = Варианты ответа
console-script-choices-hint = Каждый с новой строки; в обоих языках в одном порядке.
console-script-ask = Вопрос бота
console-script-ask-hint = Как спросил бы вежливый человек. Пусто: бот об этом не спрашивает, узнаёт оператор.
console-script-required = Без этого нельзя закрыть как «Решено» или «Записан»
console-script-required-hint = Спам, повторы и тех, до кого не дозвонились, закрыть можно всегда.
console-script-must-mark = обязательно
console-script-silent-mark = бот не спрашивает
console-script-up = Выше
console-script-down = Ниже
console-script-drop = Убрать
console-script-results = Чем может закончиться
console-script-results-hint = Итоги вашими словами. Они помогают понять, где клиентов теряют.
console-script-new-result = Новый итог
console-script-add-result = Добавить итог
console-script-result-label = Название
console-script-result-label-hint = Что получилось: «Оформили заказ», «Дорого».
console-script-outcome = К чему относится
console-script-next = Что дальше
console-script-requires = Нужно знать для этого итога
console-script-requires-hint = Кроме того, что обязательно всегда.
console-script-message = Сообщение клиенту
console-script-message-hint = Вместо обычного сообщения о закрытии. Пусто: обычное.
console-script-in-fields = Вопрос { $number }
console-script-in-results = Итог { $number }

console-script-kind-text = строка текста
console-script-kind-long = подробное описание
console-script-kind-vehicle = автомобиль
console-script-kind-vin = VIN
console-script-kind-plate = госномер
console-script-kind-mileage = пробег
console-script-kind-parts = список запчастей
console-script-kind-photo = фото
console-script-kind-order = номер заказа
console-script-kind-since = с какого времени
console-script-kind-choice = выбор из вариантов
console-script-kind-phone = телефон
console-script-next-none = ничего
console-script-next-visit = визит
console-script-next-recommendation = рекомендация на потом
console-script-next-promise = обещание

console-script-preview-heading = Как это будет
console-script-preview-phones = Клиент в Telegram, если пока ничего не известно:
console-script-preview-silent = Бот ничего не спрашивает.
console-script-preview-agent = Оператор при закрытии
console-script-preview-outcomes = Только общие итоги: решено, ответили, отказался и другие.
console-script-preview-must = Чтобы закрыть как «Решено» или «Записан», нужно знать: { $fields }.
console-script-say-accepted = Приняли, ваш вопрос № 125.
console-script-say-opening-booking = Хочу записаться
console-script-say-opening-reschedule = Нужно перенести визит
console-script-say-opening-repair-status = Как там моя машина?
console-script-say-opening-order-eta = Когда придёт мой заказ?
console-script-say-opening-order-support = У меня вопрос по заказу
console-script-say-opening-parts-selection = Подберите, пожалуйста, запчасти
console-script-say-opening-warranty = Деталь вышла из строя, она на гарантии
console-script-say-opening-claim = После ремонта снова стучит
console-script-say-opening-price = Сколько это стоит?
console-script-say-opening-callback = Перезвоните мне
console-script-say-opening-other = У меня вопрос
console-script-say-example-text = В четверг после шести
console-script-say-example-long = Стучит справа спереди на мелких неровностях
console-script-say-example-vehicle = Lada Vesta 2019
console-script-say-example-vin = XTAGFK330KY123456
console-script-say-example-plate = А123ВС 77
console-script-say-example-mileage = 98 500
console-script-say-example-parts = Передние колодки и диски
console-script-say-example-photo = [фото]
console-script-say-example-order = 48213
console-script-say-example-since = С прошлой пятницы
console-script-say-example-phone = +7 916 123-45-67

## Как работают скрипты
console-script-figures-why = Вопросы, которые пропускают, и итоги, на которых теряют клиентов, показывают, что в скрипте исправить.
console-script-since = С
console-script-until = По
console-script-all-types = все типы
console-script-figures-none = За эти дни таких обращений не было.
console-script-figures-edit = Изменить скрипт
console-script-opened = { $count ->
    [one] поступило { $count } обращение
    [few] поступило { $count } обращения
   *[many] поступило { $count } обращений
}
console-script-closed = закрыто { $count }
console-script-lost = без успеха { $count }
console-script-question = Вопрос
console-script-known = Уже знали
console-script-asked = Спросил бот
console-script-answered = Ответили
console-script-skipped = Пропустили
console-script-unclear = Не разобрали
console-script-told = Узнал оператор
console-script-result = Итог
console-script-count = Закрыто
console-script-failed = Без успеха
console-script-reopened = Открыто снова
console-script-low = Оценка 1–2
console-script-share = { $share } %
console-script-often-skipped = часто пропускают
console-script-often-failed = часто без успеха
console-script-no-unit = без филиала
console-script-plain-outcome = { $outcome }: без уточнения
console-script-removed-field = { $code } (уже не спрашивают)
console-script-how = «Без успеха»: не дозвонились, клиент отказался, обращение открыли снова или оценили на 1–2. Поступившие и закрытые считаются по своим дням, поэтому числа могут расходиться.
console-script-each = Каждый филиал отдельно
console-script-nothing-asked = Скрипт ничего не спрашивает.
console-script-nothing-closed = Пока ничего не закрыто.

## Что известно (карточка обращения)
console-known-missing = неизвестно
console-known-must = нужно для закрытия
console-known-asking = Бот сейчас спрашивает: { $field }
console-known-write = Сохранить
console-known-change = изменить
console-known-tell = указать
console-known-by-client = от клиента
console-known-by-agent = записал оператор
console-known-by-card = из карточки
console-known-by-order = из заказа
console-known-by-visit = из записи
console-known-by-source = пришло с обращением
console-known-photos = { $count ->
    [0] нет
    [one] { $count } файл
    [few] { $count } файла
   *[many] { $count } файлов
}
console-known-add = добавить
console-known-photo-hint = Новые файлы станут заметкой: клиент их не увидит. То, что пришлёт клиент, появится здесь само.
console-known-photo-choose = Из этого обращения
console-known-photo-new = Загрузить фото
console-known-photo-where = Показать в переписке
console-known-photo-give = Выберите или загрузите фото рядом с перепиской, в разделе «Что известно»
console-known-other = Другая: напишите
console-known-km = { $km } км
console-also-known = Ещё известно
console-key-known = записать, что узнали
console-key-result = итог по номеру, когда открыто закрытие

## Закрытие по скрипту
console-close-other = другое
console-close-fields = Что нужно знать
console-close-fields-hint = Звёздочкой отмечено то, без чего с этим итогом не закрыть.
console-close-needed-for = Нужно для: { $results }
console-close-next = Что дальше
console-close-next-result = как у итога
console-close-next-none = ничего
console-close-next-visit = визит
console-close-next-recommendation = вернуться с рекомендацией
console-close-next-promise = пообещать связаться
console-close-next-title = О чём
console-close-next-title-placeholder = Например: заменить передние колодки
console-close-next-day = Когда вернуться ({ $city })
console-close-next-due = К какому времени ({ $city })
console-close-visit-made = Записан: { $visit }
console-close-visit-none = Из этого обращения ещё не записали.
console-close-visit-book = Записать на визит
console-missing-fields = Без этого с таким итогом не закрыть.
console-missing-next-visit = Сначала запишите клиента или выберите другое продолжение.
console-missing-next-title = Напишите, о чём.
console-missing-next-due-at = Укажите, когда.
console-invalid-vin-length = В VIN 17 знаков, а здесь { $length }.
console-invalid-not-a-vin = Не похоже на VIN: в нём 17 букв и цифр, без I, O и Q.
console-invalid-not-a-vehicle = Не похоже на автомобиль. Напишите марку и модель, госномер или VIN.
console-invalid-no-photo = Отметьте хотя бы одно фото или загрузите своё.
console-invalid-not-a-picture = Здесь нужно фото, видео или документ.
console-invalid-not-a-plate = Не похоже на госномер. Напишите, например, А123ВС 77.
console-invalid-no-digits = В номере должны быть цифры.
console-invalid-absurd-date = Такой даты быть не может: проверьте день, месяц и год.
console-invalid-not-a-phone = Не похоже на телефон. Напишите с кодом города, например +7 495 123-45-67.
console-invalid-not-a-text = Напишите словами.
console-invalid-next-due-at-past = Это время уже прошло.
console-invalid-next-due-at-too-far = Слишком далеко: не дальше двух лет.
console-invalid-next-due-at-not-a-moment = Укажите дату и время.
console-invalid-result-of-another-outcome = Этот вариант относится к другому итогу: выберите снова.

## Журнал изменений
console-set-audit-script = скрипты
console-set-event-script-changed = Изменён скрипт
console-set-event-script-dropped = Скрипт снова общий
console-script-changed-fields = Вопрос «{ $name }»
console-script-changed-results = Итог «{ $name }»
console-script-order-fields = Порядок вопросов
console-script-order-results = Порядок итогов

## Что не так в скрипте
console-invalid-fields-too-many = Слишком много вопросов: до 20.
console-invalid-results-too-many = Слишком много итогов: до 40.
console-invalid-too-many = Слишком много вариантов: до 8.
console-invalid-double = Такое уже есть.
console-invalid-not-a-code = Этого кода быть не может: уберите строку и добавьте заново.
