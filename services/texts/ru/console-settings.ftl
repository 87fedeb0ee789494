## Настройки: общее
console-set-title = Настройки
console-set-sections = Разделы настроек
console-set-section-overview = Обзор
console-set-section-chain = Название сети
console-set-section-units = Филиалы
console-set-section-works = Работы
console-set-section-staff = Сотрудники
console-set-section-answers = Типовые ответы
console-set-section-audit = Журнал изменений
console-set-about-chain = Как сеть представляется клиентам
console-set-about-units = Адреса, часы, посты и мастера
console-set-about-works = Что делаем, сколько это занимает
console-set-about-staff = Кто работает и что ему доступно
console-set-about-answers = Готовые тексты для частых вопросов
console-set-about-audit = Кто, когда и что изменил
console-set-done-added = Добавлено.
console-set-done-saved = Сохранено.
console-set-done-removed = Убрано.
console-set-done-left = Больше здесь не работает: вход закрыт.
console-set-done-returned = Снова работает. Если пароль забыт, выдайте новый.
console-set-done-usual = Обычный список работ загружен. Проверьте минуты: они для легковой машины.
console-set-done-blocked = Отмечено: на это время записи не будет.
console-set-done-unblocked = Снова доступно для записи.
console-set-mistakes = { $count ->
    [one] Не сохранено. Исправьте { $count } поле:
    [few] Не сохранено. Исправьте { $count } поля:
   *[other] Не сохранено. Исправьте { $count } полей:
}
console-set-add = Добавить
console-set-yes = да
console-set-no = нет
console-set-min = мин
console-set-days = дн.
console-set-km = км
console-set-months = мес.
console-set-in-ru = { $label } по-русски, если отличается
console-set-in-en = { $label } по-английски, если отличается

## Первые шаги
console-set-steps-title = Сеть ещё не готова принимать клиентов
console-set-steps-next = Дальше: { $step }.
console-set-steps-go = Продолжить настройку
console-set-steps-lead = Пять шагов, и клиенты смогут записываться. Всё можно изменить потом.
console-set-step-done = готово
console-set-step-now = сейчас
console-set-step-chain = Название сети
console-set-step-chain-why = Его видят клиенты в приветствии.
console-set-step-chain-do = Назвать сеть
console-set-step-units = Филиалы
console-set-step-units-why = Адрес, часовой пояс и часы работы каждого филиала.
console-set-step-units-do = Добавить филиал
console-set-step-resources = Посты и мастера
console-set-step-resources-why = Сколько машин можно принять сразу: для визита нужны свободный пост и мастер.
console-set-step-resources-do = Добавить посты и мастеров
console-set-step-works = Работы
console-set-step-works-why = На что записываются клиенты. Обычный список загружается одним нажатием.
console-set-step-works-do = Загрузить работы
console-set-step-staff = Сотрудники
console-set-step-staff-why = Хотя бы один оператор, который отвечает клиентам.
console-set-step-staff-do = Добавить сотрудника
console-set-all-done = Всё готово: клиенты могут записываться, есть кому отвечать.
console-set-chain-name = Название
console-set-chain-hint = Как сеть называют клиенты, например «Свой гараж».

## Филиал
console-set-new-unit = Добавить филиал
console-set-add-unit = Добавить филиал
console-set-no-units = Филиалов пока нет.
console-set-leading-mark = головной
console-set-unit-closed = закрыт
console-set-cannot-book = Записаться нельзя: нужны посты и мастера.
console-set-counted-bays = { $count ->
    [0] постов нет
    [one] { $count } пост
    [few] { $count } поста
   *[other] { $count } постов
}
console-set-counted-technicians = { $count ->
    [0] мастеров нет
    [one] { $count } мастер
    [few] { $count } мастера
   *[other] { $count } мастеров
}
console-set-unit-parts = Разделы филиала
console-set-tab-unit = Адрес и часы
console-set-tab-resources = Посты и мастера
console-set-tab-days = Праздники и особые дни
console-set-field-name = Название
console-set-unit-name-hint = Как его различают клиенты: «Север», «На Ленина». Название сети повторять не нужно.
console-set-field-city = Город
console-set-field-address = Адрес
console-set-address-hint = Улица и дом, как в навигаторе.
console-set-field-phone = Телефон
console-set-phone-hint = Его даёт бот, когда спрашивают телефон. Можно оставить пустым.
console-set-field-time-zone = Часовой пояс
console-set-zone-by-city = по названию города
console-set-zone-hint = По нему считается всё время филиала, в том числе в напоминаниях клиентам.
console-set-zones-home = Россия, с запада на восток
console-set-zones-near = Соседние страны
console-set-zones-far = Остальной мир
console-set-hours = Часы работы
console-set-hours-hint = Например, 9–20; с перерывом: 9–13, 14–20; или «круглосуточно». Пусто: выходной.
console-set-copy-work = Как в понедельник: по будням
console-set-copy-all = Как в понедельник: все дни
console-set-closed = выходной
console-set-day-0 = понедельник
console-set-day-1 = вторник
console-set-day-2 = среда
console-set-day-3 = четверг
console-set-day-4 = пятница
console-set-day-5 = суббота
console-set-day-6 = воскресенье
console-set-rules = Правила записи, точка на карте и код
console-set-rules-hint = Обычные значения уже стоят, менять необязательно. Правила ограничивают клиентов; сотрудники записывают свободнее.
console-set-field-grid-minutes = Шаг записи
console-set-grid-hint = Через сколько минут предлагать время: 10:00, 10:30…
console-set-field-lead-minutes = Записываться не позже чем за
console-set-lead-hint = До начала визита.
console-set-field-horizon-days = Записываться вперёд на
console-set-horizon-hint = На сколько дней открыта запись.
console-set-field-cutoff-minutes = Переносить и отменять не позже чем за
console-set-cutoff-hint = Потом клиент просит оператора.
console-set-field-visits-limit = Записей на одного клиента
console-set-visits-limit-hint = Сколько будущих записей может быть сразу.
console-set-field-moves-limit = Переносов одной записи
console-set-moves-limit-hint = Сколько раз клиент переносит сам, без оператора.
console-set-field-place = Точка на карте
console-set-place-hint = Широта и долгота через запятую, как в картах. Пусто: маршрут строится по адресу.
console-set-field-code = Код
console-set-code-hint = Латиница и цифры, для ссылок и других программ. Пусто: сделаем из названия. Потом не меняется.
console-set-code-is = Код филиала: { $code }. Ссылка для вывески и сайта: t.me/<имя бота>?start=u_{ $code }
console-set-field-leading = Головной филиал
console-set-leading-hint = По его часам и поясу бот отвечает, пока филиал клиента неизвестен. Головной один.
console-set-field-active-unit = Работает
console-set-active-unit-hint = Закрытый филиал не предлагается клиентам; история остаётся.
console-set-sure-close = Всё равно закрыть: записи перенесём или отменим сами
console-set-outside = { $count ->
    [1] { $count } запись не попадает в часы работы. Перенесите её:
    [one] { $count } запись не попадает в часы работы. Перенесите их:
    [few] { $count } записи не попадают в часы работы. Перенесите их:
   *[other] { $count } записей не попадают в часы работы. Перенесите их:
}

## Особые дни
console-set-days-special = Дни не по расписанию
console-set-days-none = Таких дней нет: филиал работает по обычному расписанию.
console-set-days-add = Добавить дни
console-set-day-since = С какого дня
console-set-day-until = По какой день
console-set-day-until-hint = Пусто: один день.
console-set-day-hours-hint = Пусто: закрыто. Или часы, например 10–16.
console-set-day-usual = Как обычно
console-set-day-usual-label = Как обычно: { $day }
console-set-holidays = Государственные праздники
console-set-holidays-hint = Отметьте дни, когда филиал закрыт.
console-set-holidays-close = Закрыть в отмеченные дни
console-set-holidays-all = Закрыть во все эти дни

## Посты и мастера
console-set-bays = Посты
console-set-bays-none = Постов пока нет.
console-set-bays-add = Добавить посты
console-set-bays-hint = Одинаковые посты получат номера по порядку; названия можно поменять. Подъёмник годится и там, где нужен обычный пост.
console-set-how-many = Сколько
console-set-technicians = Мастера
console-set-technicians-none = Мастеров пока нет.
console-set-technicians-add = Добавить мастеров
console-set-technicians-hint = По одному имени на строке. Это те, кто ремонтирует: входить в программу им не нужно.
console-set-skills = Квалификация
console-set-skills-all = Квалификация всех этих мастеров
console-set-skills-hint = Без отметок: обычные работы.
console-set-serves = Годится как
console-set-serves-hint = Какие работы можно делать на этом посту.
console-set-own-hours-mark = свои часы
console-set-own-hours = Свои часы работы
console-set-own-hours-hint = Без отметки: всегда, когда открыт филиал.
console-set-own-hours-week = Свои часы по дням
console-set-out-of-use = не используется
console-set-in-use = Используется
console-set-in-use-hint = Без отметки новых записей сюда не будет.
console-set-sure-resource = Всё равно убрать: эти записи перенесём сами
console-set-field-position = Место в списке
console-set-position-hint = Чем меньше, тем выше.
console-set-bay-lift = подъёмник
console-set-bay-bay = обычный пост
console-set-bay-alignment = стенд сход-развала
console-set-bay-tyre = шиномонтаж
console-set-bay-ac = заправка кондиционеров
console-set-bay-name-lift = Подъёмник { $number }
console-set-bay-name-bay = Пост { $number }
console-set-bay-name-alignment = Сход-развал { $number }
console-set-bay-name-tyre = Шиномонтаж { $number }
console-set-bay-name-ac = Кондиционеры { $number }
console-set-skill-senior = старший мастер
console-set-skill-diagnostician = диагност
console-set-bookable = { $count ->
    [0] Клиенты пока не могут записаться ни на одну работу из { $all }.
    [one] Клиенты могут записаться на { $count } работу из { $all }.
    [few] Клиенты могут записаться на { $count } работы из { $all }.
   *[other] Клиенты могут записаться на { $count } работ из { $all }.
}
console-set-bookable-no-works = Работ в каталоге пока нет, записываться не на что.
console-set-bookable-nothing-yet = Чтобы клиенты могли записаться, нужны хотя бы один пост и один мастер.
console-set-lacks-bay = Нет поста «{ $kind }»:
console-set-lacks-technician = { $skill ->
    [none] Нет мастера:
   *[other] Никто не отмечен как «{ $skill }»:
}
console-set-absences = Отпуск и отсутствие
console-set-blocks = Ремонт и простои
console-set-block-since = С ({ $city })
console-set-block-until = До ({ $city })
console-set-block-reason = Причина
console-set-block-hint = Например: ремонт подъёмника.
console-set-absence-hint = Например: отпуск, больничный, учёба.
console-set-block-do = Закрыть на это время
console-set-absence-do = Отметить отсутствие
console-set-unblock = Снять

## Работы
console-set-work = Работа
console-set-new-work = Добавить работу
console-set-usual = Начните с обычного списка
console-set-usual-why = 27 работ автосервиса с минутами, постами и интервалами: ТО, масло, тормоза, диагностика, шиномонтаж и другие. Лишнее можно убрать потом.
console-set-usual-do = Загрузить обычный список
console-set-works-reading = Работы общие для всей сети, их меняют директор и администратор.
console-set-works-unused = Не используются
console-set-needs = Что нужно
console-set-who-books = Кто записывает
console-set-by-client = клиент сам
console-set-by-adviser = только оператор
console-set-any-technician = любой мастер
console-set-field-title = Название
console-set-field-minutes = Сколько занимает
console-set-minutes-hint = Время мастера на легковую машину.
console-set-field-setup-minutes = Подготовка поста
console-set-setup-hint = Занимает пост до работы.
console-set-field-cleanup-minutes = Уборка поста
console-set-cleanup-hint = Занимает пост после работы.
console-set-field-bay = Какой пост нужен
console-set-field-skill = Какой мастер нужен
console-set-field-family = Группа
console-set-family-hint = В таких группах работы видит клиент.
console-set-field-bookable = Клиент записывается сам
console-set-bookable-hint = Без отметки клиент попадёт к оператору: для работ «по износу» и тех, где нужна консультация.
console-set-work-more = Интервалы, порядок и код
console-set-field-interval-km = Повторять через
console-set-interval-hint = Если работа повторяется: по пробегу или по времени, что раньше.
console-set-field-interval-months = Или через
console-set-work-code-is = Код работы для других программ: { $code }.
console-set-work-code-hint = Латиница и цифры, для других программ. Пусто: сделаем из названия.
console-set-work-active = Выполняем
console-set-work-active-hint = Без отметки работа никому не предлагается; прежние записи остаются.
console-set-family-maintenance = Обслуживание
console-set-family-diagnostics = Диагностика
console-set-family-brakes = Тормоза
console-set-family-tyres = Шины
console-set-family-fluids = Жидкости
console-set-family-engine = Двигатель
console-set-family-suspension = Подвеска
console-set-family-other = Другое

## Сотрудники
console-set-new-person = Добавить сотрудника
console-set-add-person = Добавить и получить пароль
console-set-you = это вы
console-set-has-left = не работает
console-set-not-yet-in = входа ещё не было
console-set-all-units = все филиалы
console-set-all-types = все обращения
console-set-leads = { $count ->
    [one] ведёт { $count } обращение
    [few] ведёт { $count } обращения
   *[other] ведёт { $count } обращений
}
console-set-person-name = Имя и фамилия
console-set-person-name-hint = Клиент увидит только имя.
console-set-login-hint = Пусто: сделаем из имени. Потом не меняется.
console-set-login-is = Логин: { $login }
console-set-field-role = Роль
console-set-own-role = Свою роль и свои филиалы изменить нельзя: попросите другого.
console-set-role-agent = берёт обращения по очереди и отвечает клиентам
console-set-role-head = видит обращения своих филиалов, назначает вне очереди, меняет настройки филиалов и сотрудников
console-set-role-director = видит и меняет всё во всех филиалах
console-set-role-qa = читает разговоры и журнал изменений, клиентам не пишет
console-set-role-admin = видит и меняет всё, отвечает за саму программу
console-set-field-units = Филиалы
console-set-units-hint = Без отметок: все филиалы.
console-set-units-hint-own = Отметьте хотя бы один.
console-set-person-more = Какие обращения берёт, языки, Telegram
console-set-field-skills = Какие обращения берёт
console-set-types-hint = Без отметок: все.
console-set-field-wip-limit = Обращений одновременно
console-set-wip-hint = Пусто: { $limit }, как у всех.
console-set-field-telegram-id = Telegram ID
console-set-telegram-hint = Число, не телефон и не @имя: его показывает, например, бот @userinfobot. Можно оставить пустым.
console-set-access = Доступ
console-set-password-hint = Если пароль забыт, выдайте одноразовый. Прежний перестанет действовать, войти придётся заново.
console-set-password-new = Выдать новый пароль
console-set-leave-hint = Больше не работает: вход закрывается, история остаётся.
console-set-leave-do = Закрыть доступ
console-set-sure-leave = Всё равно закрыть: обращения вернутся в очередь
console-set-person-left = Этот сотрудник больше здесь не работает.
console-set-take-back = Вернуть доступ
console-set-person-added = { $name }: доступ открыт
console-set-password-made = { $name }: новый пароль
console-set-hand-over = Передайте сотруднику лично:
console-set-where-to-sign-in = Адрес
console-set-one-time-password = Одноразовый пароль
console-set-shown-once = Пароль показан один раз и нигде не хранится. При первом входе сотрудник придумает свой.
console-set-one-more = Добавить ещё
console-set-to-list = К списку

## Типовые ответы
console-set-answers-why = Готовые тексты: оператор вставляет их в ответ, проверяет и отправляет.
console-set-new-answer = Добавить ответ
console-set-answer-title = Название
console-set-answer-title-hint = По нему оператор находит ответ; клиент его не видит.
console-set-answer-body = Текст
console-set-answer-body-hint = Клиент получит текст на своём языке, если он заполнен.
console-set-answer-type = Для каких обращений
console-set-any-type = для любых
console-set-answer-active = Предлагать операторам
console-set-answer-remove = Удалить ответ
console-typical = Типовые ответы
console-typical-hint = Текст встанет в поле ответа; отправите его сами.
console-key-typical = типовые ответы

## Журнал изменений
console-set-audit-kind = Что
console-set-audit-who = Кто
console-set-audit-chain = сеть
console-set-audit-unit = филиалы
console-set-audit-resource = посты и мастера
console-set-audit-work = работы
console-set-audit-staff = сотрудники
console-set-audit-answer = типовые ответы
console-set-audit-none = Изменений не нашлось.
console-set-became = стало
console-set-audit-more = Что записано
console-set-actor-system = Система
console-set-actor-command-line = Командная строка
console-set-event-chain-named = Название сети
console-set-event-unit-added = Добавлен филиал
console-set-event-unit-changed = Изменён филиал
console-set-event-unit-leading = Стал головным
console-set-event-resource-added = Добавлено
console-set-event-resource-changed = Изменено
console-set-event-resource-blocked = Закрыто на время
console-set-event-resource-unblocked = Снова доступно
console-set-event-work-added = Добавлена работа
console-set-event-work-changed = Изменена работа
console-set-event-staff-added = Добавлен сотрудник
console-set-event-staff-changed = Изменён сотрудник
console-set-event-staff-left = Доступ закрыт
console-set-event-staff-returned = Доступ возвращён
console-set-event-staff-password-reset = Выдан новый пароль
console-set-event-staff-password-changed = Пароль сменён
console-set-event-answer-added = Добавлен ответ
console-set-event-answer-changed = Изменён ответ
console-set-event-answer-removed = Удалён ответ
console-set-hours-on = Часы: { $day }
console-set-field-when = Когда
console-set-field-hours = Свои часы
console-set-field-abilities = Квалификация, годится как
console-set-field-active = Действует
console-set-field-kind = Вид
console-set-kind-bay = пост
console-set-kind-technician = мастер
console-set-field-body = Текст
console-set-field-type = Тип обращений
console-set-field-unit-id = Филиал
console-set-field-unit-ids = Филиалы

## Что не так в настройках
console-invalid-too-long = Слишком длинно.
console-invalid-not-a-number = Нужно целое число.
console-invalid-out-of-range = Число от { $least } до { $most }.
console-invalid-not-hours = Не похоже на часы. Напишите, например, 9–20 или 9–13, 14–20.
console-invalid-overlap = Часы пересекаются: второй промежуток начинается раньше, чем кончается первый.
console-invalid-overlap-next-day = Ночные часы заходят на следующий день, когда филиал уже открыт.
console-invalid-taken = Уже занято.
console-invalid-past = Это время уже прошло.
console-invalid-bad-code = Только строчные латинские буквы, цифры, «-» и «_», до 32 знаков.
console-invalid-code-taken = Такой код уже есть.
console-invalid-login-taken = Такой логин уже есть.
console-invalid-login-bad-login = Только строчные латинские буквы, цифры, точка, «-» и «_», до 32 знаков.
console-invalid-phone-not-a-phone = Не похоже на телефон. Напишите с кодом города, например +7 495 123-45-67.
console-invalid-time-zone-not-told-by-the-city = По этому городу пояс не определить: выберите его в списке, например «Москва (UTC+3)».
console-invalid-time-zone-unknown = Выберите пояс из списка.
console-invalid-place-not-a-place = Нужны два числа: широта и долгота, например 55.7558, 37.6173.
console-invalid-seen-changed-meanwhile = Пока вы правили, это изменил кто-то другой. Откройте страницу заново и посмотрите; чтобы сохранить своё поверх, нажмите «Сохранить» ещё раз.
console-invalid-active-visits-ahead = { $count ->
    [1] Впереди { $count } запись. Перенесите её или подтвердите, что знаете о ней.
    [one] Впереди { $count } запись. Перенесите их или подтвердите, что знаете о них.
    [few] Впереди { $count } записи. Перенесите их или подтвердите, что знаете о них.
   *[other] Впереди { $count } записей. Перенесите их или подтвердите, что знаете о них.
}
console-invalid-active-leads-requests = { $count ->
    [one] Ведёт { $count } обращение: оно вернётся в очередь. Подтвердите это.
    [few] Ведёт { $count } обращения: они вернутся в очередь. Подтвердите это.
   *[other] Ведёт { $count } обращений: они вернутся в очередь. Подтвердите это.
}
console-invalid-active-last-admin = Это последний администратор: сначала назначьте другого.
console-invalid-active-yourself = Себе закрыть доступ нельзя: попросите другого.
console-invalid-role-last-admin = Это последний администратор: сначала назначьте другого.
console-invalid-role-leads-requests = Ведёт обращения, а контроль качества клиентам не пишет: сначала передайте их.
console-invalid-role-your-own = Свою роль и свои филиалы изменить нельзя: попросите другого.
console-invalid-role-not-yours-to-give = Эту роль вы дать не можете: попросите администратора.
console-invalid-role-required = Выберите роль.
console-invalid-units-not-yours-to-give = Отметьте хотя бы один из ваших филиалов.
console-invalid-units-unknown = Такого филиала нет: обновите страницу.
console-invalid-unit-not-yours-to-give = Ответы для всех филиалов меняют директор и администратор: выберите свой филиал.
console-invalid-telegram-id-not-an-id = Нужно число из Telegram, не телефон и не @имя.
console-invalid-telegram-id-taken = Этот Telegram ID уже указан у другого сотрудника.
console-invalid-until-before-since = Конец раньше начала.
console-invalid-until-too-many-days = Слишком много дней сразу: до 92.
console-invalid-until-past = Это время уже прошло.
console-invalid-since-past = Этот месяц уже прошёл.
console-invalid-since-visits-in-the-way = На это время есть записи: сначала перенесите их.
console-invalid-since-not-a-moment = Укажите дату и время.
console-invalid-until-not-a-moment = Укажите дату и время.
console-invalid-not-a-date = Укажите дату.
console-invalid-names-too-many-names = За один раз до { $most } имён.
console-invalid-names-required = Напишите хотя бы одно имя.
console-field-seen = Версия
