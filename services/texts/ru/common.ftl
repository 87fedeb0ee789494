## Время
moment-today = сегодня в { $time } ({ $city })
moment-tomorrow = завтра, { $weekday }, { $day }, в { $time } ({ $city })
moment-date = { $weekday }, { $day }, в { $time } ({ $city })
moment-today-by = сегодня до { $time } ({ $city })
moment-tomorrow-by = завтра, { $weekday }, { $day }, до { $time } ({ $city })
moment-date-by = { $day }, { $weekday }, до { $time } ({ $city })
