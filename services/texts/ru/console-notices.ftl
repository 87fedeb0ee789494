## Уведомления: колокольчик, список, срочное на первой странице
console-notices = Уведомления
console-notices-bell = { $count ->
    [0] Уведомления: новых нет
    [100] Уведомления: больше 99 новых
    [one] Уведомления: { $count } новое
   *[other] Уведомления: { $count } новых
}
console-notices-hint = Если в вашей карточке указан Telegram, уведомления приходят и туда: срочные сразу, остальные не чаще раза в минуту.
console-notices-new = новое
console-notices-urgent = Срочное уведомление
console-notices-urgent-mark = срочно
console-notices-pressing = Не пропустите
console-notices-all = Все уведомления
console-notices-seen = Прочитано
console-notices-see-all = Отметить всё прочитанным
console-notices-none = Уведомлений нет. Здесь появится всё, что не сделано в срок, и то, что нужно сделать срочно.
