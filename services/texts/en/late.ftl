## The time to answer by has passed: what the client hears and what staff see
notice-answer-late = { $fresh ->
    [yes] Sorry, we did not answer your question № { $number } in time.
   *[no] Sorry, your question № { $number } still has no answer.
}{ $known ->
    [yes] {" "}A manager has been told.
   *[no] {""}
} We will answer { $when }.
staff-told-new-time = The client knows the new time: { $new }.
