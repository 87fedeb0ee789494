## Handing requests on, and through how many hands they went
console-hands-count = { $times ->
    [0] With one person only
    [1] Transferred once
    [2] Transferred twice
   *[other] Transferred { $times } times
}
console-hands-led = Handled by { $names }
console-hands-step = { $who } transfers it: { $to }
console-hands-given-back = { $who } gives it back to the queue
console-hands-back = back to where it came from
console-hand-on-free = On shift, can take it at once
console-hand-on-at-work = On shift, but full or with other skills
console-hand-on-away = Not on shift now
console-hand-on-every-type = any request
console-hand-on-person = { $name } · { $shift }, { $held } of { $limit } in hand · { $skills }
console-hand-on-type = { $count ->
    [0] { $type }, no queue
   *[other] { $type }, { $count } in the queue, the longest for { $longest }
}
console-hand-on-back-all-the-same = Transfer it back all the same
console-invalid-confirmed-goes-back = The request would go back to where it came from, and the client would go round in circles. If that is really needed, tick the box below. If you do not know the answer, ask a colleague: the request stays with you.
console-course-request-many-hands = The request has been through many hands: the head has been told
console-board-hands = Transferred twice or more
console-board-hands-none = There are none.
console-board-hands-of = People
console-board-to-and-fro = Where requests go back and forth
console-board-to-and-fro-days = in 30 days
console-board-to-and-fro-none = Nothing was transferred in 30 days.
console-board-handed-on = Transferred
console-board-back = Back again
console-board-many = More than two people