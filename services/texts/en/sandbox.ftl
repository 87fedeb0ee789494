## Time on the sandbox page
sandbox-time = Time at the stations
sandbox-time-now = { $date }, { $time } ({ $city })
sandbox-time-hour = Forward by an hour
sandbox-time-day = Forward by a day
sandbox-time-days = Forward by five days
sandbox-time-reminder = To the next reminder
