## Time
moment-today = today at { $time } ({ $city })
moment-tomorrow = tomorrow, { $weekday }, { $day }, at { $time } ({ $city })
moment-date = { $weekday }, { $day }, at { $time } ({ $city })
