## Время на странице песочницы
sandbox-time = Время станций
sandbox-time-now = { $date }, { $time } ({ $city })
sandbox-time-hour = Вперёд на час
sandbox-time-day = Вперёд на сутки
sandbox-time-days = Вперёд на пять суток
sandbox-time-reminder = До ближайшего напоминания
