## The client has not answered for days
reason-silent = The client has been silent for { $days ->
    [one] { $days } day
   *[other] { $days } days
}: ask again or close the request.
