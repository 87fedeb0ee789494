## Time
moment-today = today, { $weekday }, at { $time } ({ $city })
moment-tomorrow = tomorrow, { $weekday }, { $day }, at { $time } ({ $city })
moment-date = { $weekday }, { $day }, at { $time } ({ $city })
moment-today-by = today, { $weekday }, by { $time } ({ $city })
moment-tomorrow-by = tomorrow, { $weekday }, { $day }, by { $time } ({ $city })
moment-date-by = { $weekday }, { $day }, by { $time } ({ $city })
