## Reminders and news about a visit
reminder-day-before = A reminder of your visit: { $when }.
reminder-hours-before = See you soon: { $when }.
reminder-booked = We have booked a visit for you: { $when }.
reminder-moved = Your visit has been moved. The new time: { $when }.
reminder-cancelled = Your visit has been cancelled. It was: { $when }. If this is a mistake, write to us.
reminder-ask = Will you come?
reminder-confirmed = You have confirmed that you will come.
reminder-card = My visit

## An unconfirmed visit: what the agent reads
reminder-author = Reminders
reminder-unconfirmed = The visit is not confirmed: { $when }. Please find out whether the client will come.
reminder-unconfirmed-why = { $reminded ->
    [sent] A reminder was sent, there is no answer.
    [no-channel] The client does not have the bot, so no reminder could be sent: please call.
    [blocked] The client has blocked the bot, the reminder did not arrive: please call.
    [switched-off] The client has switched reminders off.
   *[other] No reminder was sent.
}
console-source-reminder = reminder

## /reminders
command-reminders = Reminders
reminder-switches = What would you like to get? Press to switch on or off.
reminder-switches-always = We always tell you when a visit is moved or cancelled, when the technician has a question and when your car is ready.
reminder-switch-visits = Visit reminders
reminder-switch-repair-updates = Repair progress
reminder-switch-on = ✅ { $what }: on
reminder-switch-off = ☐ { $what }: off
reminder-switched-on = Switched on: { $what }
reminder-switched-off = Switched off: { $what }
