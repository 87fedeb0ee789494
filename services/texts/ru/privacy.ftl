## /privacy: что мы храним
command-privacy = Мои данные
privacy-title = Ваши данные у нас
privacy-name = Имя: { $name }
privacy-phone = { $phone ->
    [none] Телефон: не указан
   *[other] Телефон: { PHONE($phone) }
}
privacy-count-vehicles = { $count ->
    [one] { $count } машина
    [few] { $count } машины
   *[many] { $count } машин
}
privacy-count-visits = { $count ->
    [one] { $count } запись на визит
    [few] { $count } записи на визит
   *[many] { $count } записей на визит
}
privacy-count-orders = { $count ->
    [one] { $count } заказ-наряд или заказ запчастей
    [few] { $count } заказ-наряда или заказа запчастей
   *[many] { $count } заказ-нарядов или заказов запчастей
}
privacy-count-requests = { $count ->
    [one] { $count } вопрос
    [few] { $count } вопроса
   *[many] { $count } вопросов
}
privacy-count-messages = { $count ->
    [one] { $count } сообщение в переписке
    [few] { $count } сообщения в переписке
   *[many] { $count } сообщений в переписке
}
privacy-consent = { $kind ->
    [advertising] Реклама и предложения
   *[service] Хранение данных, чтобы вам отвечать
}: { $state ->
    [given] согласие дано { $date }
    [declined] согласия нет с { $date }
   *[never] не спрашивали
}
privacy-copies = Технические копии сообщений удаляются сами: принятые через 14 дней, отправленные через 30.
button-privacy-give = { $kind ->
    [advertising] Согласиться на рекламу
   *[service] Согласиться на хранение
}
button-privacy-withdraw = { $kind ->
    [advertising] Отказаться от рекламы
   *[service] Отозвать согласие на хранение
}
button-privacy-copy = Прислать всё, что хранится
button-privacy-erase = Удалить мои данные
button-privacy-erase-yes = Да, удалить навсегда
button-privacy-back = Назад
privacy-withdrawn = { $kind ->
    [advertising] Рекламы не будет.
   *[service] Записали: вы отозвали согласие. Начатые записи, ремонт и вопросы доведём до конца, поэтому сообщать о них будем и дальше; что отключается, смотрите в /reminders. Данные остаются у нас, пока вы их не удалите: кнопка «Удалить мои данные».
}
privacy-given = Согласие записано.

## Копия
privacy-copy-coming = Собрали, отправляем.
privacy-copy-again = Копию мы только что прислали. Новую можно попросить через десять минут.
privacy-copy-readable = Всё, что мы о вас храним: откройте в браузере.
privacy-copy-data = То же самое для программ (JSON).
privacy-file-name = Мои данные

## Удаление
privacy-erase-ask = Удалить ваши данные?
privacy-erase-what = Сотрём имя, телефон, машины с госномерами и VIN, переписку и файлы.
privacy-erase-visits = { $count ->
    [one] { $count } запись на визит отменим.
    [few] { $count } записи на визит отменим.
   *[many] { $count } записей на визит отменим.
}
privacy-erase-requests = { $count ->
    [one] { $count } вопрос останется без ответа.
    [few] { $count } вопроса останутся без ответа.
   *[many] { $count } вопросов останутся без ответа.
}
privacy-erase-orders = { $count ->
    [one] { $count } начатый заказ станция доведёт до конца, но сообщать о нём здесь мы больше не сможем.
    [few] { $count } начатых заказа станция доведёт до конца, но сообщать о них здесь мы больше не сможем.
   *[many] { $count } начатых заказов станция доведёт до конца, но сообщать о них здесь мы больше не сможем.
}
privacy-erase-chats = { $count ->
    [one] Карточка общая ещё с { $count } аккаунтом Telegram: там она тоже исчезнет.
    [few] Карточка общая ещё с { $count } аккаунтами Telegram: там она тоже исчезнет.
   *[many] Карточка общая ещё с { $count } аккаунтами Telegram: там она тоже исчезнет.
}
privacy-erase-kept = Останутся заказ-наряды и заказы запчастей (что сделано, что куплено, цены): хранить их требует закон. Ещё останутся отметки о согласиях: ими мы подтверждаем, что спрашивали вас. Всё это уже без имени, телефона и машины. Сообщения в этом чате на вашем телефоне удаляете только вы.
privacy-erase-final = Вернуть данные будет нельзя.
privacy-erase-stale = Эта кнопка устарела. Если хотите удалить данные, нажмите ещё раз.
privacy-erased = Готово: ваши данные удалены. Файлы сотрутся с наших дисков в течение нескольких минут. Если снова понадобится автосервис, нажмите /start: познакомимся заново.
privacy-erased-elsewhere = Ваша карточка у нас удалена по просьбе из другого аккаунта Telegram, который был с ней связан. Если понадобимся, нажмите /start.
privacy-erased-summary = Клиент удалил свои данные.

## Документ
privacy-doc-title = Мои данные
privacy-doc-about = Всё, что хранится о вас на { $at }.
privacy-doc-none = Ничего нет.
privacy-doc-rest = Технические копии (события, отправленные и принятые сообщения) есть во втором файле, JSON. Сами фотографии и голосовые остались в чате: здесь только их названия.
privacy-section = { $name ->
    [merges] Объединённые карточки
    [card] Карточка
    [phones] Кто подтвердил телефон
    [vehicles] Машины
    [visits] Записи на визит
    [repair_orders] Заказ-наряды
    [parts_orders] Заказы запчастей
    [requests] Вопросы
    [consents] Согласия
    [reminders] Напоминания
    [kept_aside] Сообщения, отложенные как нежелательные
    [follow_ups] Что мы обещали
    [switches] Что включено и выключено
   *[chats] Чаты Telegram
}
privacy-field = { $name ->
    [id] Внутренний номер
    [number] Номер
    [name] Имя
    [first_name] Имя в Telegram
    [username] Имя пользователя
    [telegram_id] Номер в Telegram
    [phone] Телефон
    [phone_unverified] Телефон с ваших слов
    [verified_by] Кто подтвердил
    [by_system] Система
    [language] Язык
    [telegram_language] Язык приложения
    [tier] Уровень клиента
    [birthday] День рождения
    [source_tag] Метка ссылки, по которой вы пришли
    [refs] Номера в других системах
    [ref] Номер в системе станции
    [external_ref] Номер в другой системе
    [created_at] Создано
    [changed_at] Изменено
    [closed_at] Закрыто
    [confirmed_at] Подтверждено
    [cancelled_at] Отменено
    [settled_at] Решено
    [blocked_at] Бот заблокирован
    [sold_at] Машина продана
    [told] С ваших слов
    [made_at] Когда обещали
    [done_at] Сделано
    [due_at] Срок
    [starts_at] Начало
    [ends_at] Конец
    [expected_at] Ожидается
    [promised_at] Обещано к
    [at] Когда
    [kind] Вид
    [type] Тема
    [state] Состояние
    [status] Состояние
    [source] Откуда
    [granted] Согласие дано
    [enabled] Включено
    [text_version] Версия текста
    [make] Марка
    [model] Модель
    [year] Год
    [plate] Госномер
    [vin] VIN
    [vehicle] Машина
    [mileage] Пробег
    [km] Километры
    [unit] Станция
    [works] Работы
    [comment] Комментарий
    [note] Пояснение
    [cancelled_by] Кто отменил
    [cancel_reason] Причина отмены
    [lines] Работы и запчасти
    [items] Запчасти
    [recommendations] Рекомендации
    [timeline] История
    [title] Название
    [quantity] Количество
    [price] Цена
    [currency] Валюта
    [danger] Срочность
    [decision] Ваше решение
    [outcome] Итог
    [rating] Ваша оценка
    [messages] Переписка
    [calls] Звонки
    [direction] Кто писал
    [author] Автор
    [text] Текст
    [earlier] Прежние тексты
    [files] Файлы
   *[why] Почему
}
privacy-word = { $word ->
    [promise] обещание
    [recommendation] рекомендация
    [yes] да
    [no] нет
    [ru] русский
    [en] английский
    [service] хранение данных
    [advertising] реклама
    [telegram] Telegram
    [console] оператор
    [api] другая система
    [contact] вы сами, контактом в Telegram
    [staff] сотрудник
    [workshop] учётная программа
    [order] заказ-наряд
    [site] сайт
    [phone] телефон
    [client] вы
    [unit] станция
    [source] другая система
    [booked] вы записаны
    [confirmed] подтверждено
    [arrived] на станции
    [no_show] вы не приехали
    [done] выполнено
    [cancelled] отменено
    [received] принят
    [diagnostics] диагностика
    [approval] ждёт вашего решения
    [parts_wait] ждёт запчасти
    [in_work] в работе
    [paused] приостановлен
    [qc] контроль качества
    [ready] готов к выдаче
    [issued] выдано
    [closed] закрыто
    [warranty] гарантия
    [ordered] заказано
    [in_transit] в пути
    [delayed] задерживается
    [work] работа
    [part] запчасть
    [red] срочно
    [yellow] скоро
    [green] не срочно
    [open] ещё не решено
    [approved] согласовано
    [declined] отклонено
    [queued] ждёт оператора
    [assigned] у оператора
    [waiting_client] ждёт вас
    [promised] обещан ответ
    [booking] запись
    [reschedule] перенос
    [repair_status] ход ремонта
    [order_eta] срок заказа
    [order_support] вопрос по заказу
    [parts_selection] подбор запчастей
    [claim] претензия
    [price] цена
    [callback] звонок
    [other] другое
    [solved] решено
    [answered] ответили
    [no_answer] не дозвонились
    [refused] отказ
    [not_target] не по адресу
    [duplicate] повтор
    [spam] спам
    [reached] дозвонились
    [wrong_number] неверный номер
    [in] вы
    [out] мы
    [system] бот
    [planned] запланировано
    [sent] отправлено
    [skipped] не понадобилось
    [visits] визиты
    [repair_updates] ход ремонта
    [visit_24h] за сутки до визита
    [visit_2h] за два часа до визита
    [visit_booked] о записи
    [visit_moved] о переносе
    [visit_cancelled] об отмене
    [unconfirmed] визит не подтверждён
    [order_news] о ремонте или заказе
    [newer] устарело: было известие новее
    [same] ничего не изменилось
    [over] визит прошёл
    [moved] визит перенесён
    [switched-off] выключено
    [too-late] поздно
    [quiet] была ночь
    [no-channel] нет чата
    [erased] данные удалены
   *[rest] { $word }
}
