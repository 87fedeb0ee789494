## Notices: the bell, the list, what is urgent on the first page
console-notices = Notices
console-notices-bell = { $count ->
    [0] Notices: nothing new
    [100] Notices: more than 99 new
    [one] Notices: { $count } new
   *[other] Notices: { $count } new
}
console-notices-hint = If your staff card has a Telegram ID, notices come there too: urgent ones at once, the others at most once a minute.
console-notices-new = new
console-notices-urgent = Urgent notice
console-notices-urgent-mark = urgent
console-notices-pressing = Do not miss this
console-notices-all = All notices
console-notices-seen = Seen
console-notices-see-all = Mark all as seen
console-notices-none = No notices. Everything that was not done in time appears here, and what has to be done at once.
