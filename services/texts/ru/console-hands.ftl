## Передача обращений и сколько рук они сменили
console-hands-count = { $times ->
    [0] Ведёт один сотрудник
    [one] Передано { $times } раз
    [few] Передано { $times } раза
   *[other] Передано { $times } раз
}
console-hands-led = Вели: { $names }
console-hands-step = { $who } передаёт: { $to }
console-hands-given-back = { $who } возвращает в очередь
console-hands-back = туда, откуда пришло
console-hand-on-free = На смене, могут взять сразу
console-hand-on-at-work = На смене, но заняты или ведут другие темы
console-hand-on-away = Сейчас не на смене
console-hand-on-every-type = любые обращения
console-hand-on-person = { $name } · { $shift }, в работе { $held } из { $limit } · { $skills }
console-hand-on-type = { $count ->
    [0] { $type }, очереди нет
   *[other] { $type }, в очереди { $count }, дольше всех { $longest }
}
console-hand-on-back-all-the-same = Всё равно передать обратно
console-invalid-confirmed-goes-back = Обращение вернётся туда, откуда пришло, и клиент пойдёт по кругу. Если это нужно, отметьте ниже. Если не знаете ответа, спросите коллегу: обращение останется у вас.
console-course-request-many-hands = Обращение сменило много рук: сообщено руководителю
console-board-hands = Передано два раза и больше
console-board-hands-none = Таких обращений нет.
console-board-hands-of = Сотрудников
console-board-to-and-fro = Где обращения ходят по кругу
console-board-to-and-fro-days = за 30 дней
console-board-to-and-fro-none = За 30 дней ничего не передавали.
console-board-handed-on = Передали
console-board-back = Обратно
console-board-many = Больше двух сотрудников