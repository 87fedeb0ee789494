## Время
moment-today = сегодня, { $weekday }, в { $time } ({ $city })
moment-tomorrow = завтра, { $weekday }, { $day }, в { $time } ({ $city })
moment-date = { $weekday }, { $day }, в { $time } ({ $city })
moment-today-by = сегодня, { $weekday }, до { $time } ({ $city })
moment-tomorrow-by = завтра, { $weekday }, { $day }, до { $time } ({ $city })
moment-date-by = { $weekday }, { $day }, до { $time } ({ $city })
