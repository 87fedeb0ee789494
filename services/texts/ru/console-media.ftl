## Файлы и правки в разговоре
console-media-album = { $count ->
    [one] Альбом: { $count } файл
    [few] Альбом: { $count } файла
   *[other] Альбом: { $count } файлов
}
console-media-forwarded = Переслано: { $name }
console-media-on-the-map = { $coordinates }, на карте
console-map-link = https://yandex.ru/maps/?pt={ $longitude },{ $latitude }&z=16&l=map
console-media-contact = Контакт:
console-media-contact-own = Свой контакт:
console-media-poll = Опрос:
console-media-no-words = (без текста)
console-media-withdrawn = отозвано в { $time }, клиент не видит
console-media-react = Поставить реакцию
console-media-reaction-client = Реакция клиента
console-media-reaction-ours = Наша реакция
console-media-mend = Изменить
console-media-mend-title = Изменить или отозвать ответ
console-media-mend-label = Текст ответа
console-media-mend-save = Изменить у клиента
console-media-mend-leave = Оставить как было
console-media-withdraw = Отозвать у клиента
console-media-withdraw-hint = Сообщение исчезнет из чата клиента, здесь останется с отметкой. Отозвать можно в течение 48 часов.
console-media-fetch-again = Загрузить ещё раз
console-media-large = Больше 20 МБ, не отправить: { $name }. Сожмите файл или пришлите ссылку.
console-media-many = В одном сообщении не больше 10 файлов.
console-media-record = Записать голосовое
console-media-stop = Закончить запись
console-media-no-microphone = Нет доступа к микрофону: разрешите его в браузере.
console-media-remove = Убрать: { $name }
console-media-close = Закрыть
console-media-previous = Предыдущее
console-media-next = Следующее
console-media-download = Скачать
console-media-picture = Просмотр изображения

console-invalid-message-not-delivered = Сообщение ещё не дошло до клиента: попробуйте через несколько секунд.
console-invalid-text-cannot-be-changed = Это сообщение изменить нельзя: отзовите его и напишите новое.
console-invalid-text-too-long-to-be-changed = Для правки слишком длинно: остальное отправьте новым сообщением.

console-media-help = Файлы, правки, реакции
console-media-help-answers = Фото и видео уходят одним альбомом, документы другим. Короткий текст становится подписью.
console-media-help-files = Файл до 20 МБ, в одном сообщении до 10 файлов. Фото больше 10 МБ уходит документом. Голосовое можно записать прямо здесь.
console-media-help-mend = Свой ответ можно изменить, а в течение 48 часов и отозвать: прежний текст останется в истории.
console-media-help-deleted = Если клиент удалил своё сообщение, Telegram нам об этом не сообщает: здесь оно останется.
console-media-help-reactions = Реакция клиента видна у сообщения. Она заменяет «спасибо» и не открывает обращение снова.
