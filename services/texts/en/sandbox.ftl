## Time on the sandbox page
sandbox-time = Time at the stations
sandbox-time-now = { $date }, { $time } ({ $city })
sandbox-time-hour = Forward by an hour
sandbox-time-day = Forward by a day
sandbox-time-days = Forward by five days
sandbox-time-reminder = To the next reminder

## Where to begin
sandbox-console = Console
sandbox-intro-write = Write to the bot as John: ask anything, or book a convenient time.
sandbox-intro-answer = Sign in to the console as anna (the password is in the terminal), press “{ console-next }” and answer.
sandbox-intro-back = The answer comes back here, to John’s phone.
sandbox-bot-about = Book a visit, ask a question and hear how the repair goes, all in one chat. Questions are answered by people.
