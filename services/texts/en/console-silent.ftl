## The client has not answered for days
console-reason-silent = The client has been silent for { $days ->
    [one] { $days } day
   *[other] { $days } days
}: ask again or close the request.
console-silent-for = client silent for { $days ->
    [one] { $days } day
   *[other] { $days } days
}
console-course-request-queued = In the queue again: the client has been silent for { $days ->
    [one] { $days } day
   *[other] { $days } days
}
