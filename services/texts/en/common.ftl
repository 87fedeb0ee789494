## Time
moment-today = today at { $time } ({ $city })
moment-tomorrow = tomorrow, { $weekday }, { $day }, at { $time } ({ $city })
moment-date = { $weekday }, { $day }, at { $time } ({ $city })
moment-today-by = today by { $time } ({ $city })
moment-tomorrow-by = tomorrow, { $weekday }, { $day }, by { $time } ({ $city })
moment-date-by = on { $weekday }, { $day }, by { $time } ({ $city })
