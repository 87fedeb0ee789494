## Время
moment-today = сегодня в { $time } ({ $city })
moment-tomorrow = завтра, { $weekday }, { $day }, в { $time } ({ $city })
moment-date = { $weekday }, { $day }, в { $time } ({ $city })
