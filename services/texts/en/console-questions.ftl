## Questions to colleagues
console-questions = Questions to colleagues
console-questions-mine = Questions to me
console-questions-lead = Colleagues ask you so that they can answer a client. The client does not see your words, but it is the client who waits: each question has a deadline.
console-questions-none = Nobody is asking you anything.
console-questions-answered = You answered recently
console-questions-link = Questions to me
console-questions-settled = { $count ->
    [one] { $count } more question to colleagues, settled
   *[other] { $count } more questions to colleagues, settled
}
console-act-ask = Ask a colleague
console-key-ask = ask a colleague
console-key-questions = questions to me
console-question-hint = Your colleague sees the question, the vehicle and the services, but not the client. The answer comes back here. Meanwhile the client waits: their deadlines go on.
console-question-to = Whom to ask
console-question-who-knows = By subject
console-question-people = By name
console-question-unit = Station (if not by name)
console-question-text = Question
console-question-ask = Send the question
console-question-to-skill = { $where ->
    [yes] a specialist in “{ $skill }”, { $unit }
   *[no] a specialist in “{ $skill }”
}
console-question-open = Waiting for an answer
console-question-overdue = No answer in time
console-question-news = An answer came
console-question-answered = Answered by { $by }
console-question-withdrawn = Withdrawn
console-question-remind = Remind
console-question-withdraw = Withdraw
console-question-seen = Got it
console-question-tag = question to a colleague: { $to }
console-question-answer-tag = a colleague’s answer
console-question-asker = Asked by { $name }, { $when }
console-question-due = Answer { $when }
console-question-was-due = It was due { $when }
console-question-order = Repair order { $ref }
console-question-works = Services: { $works }
console-question-your-answer = Your answer
console-question-send = Answer
console-question-done = Your answer was passed on to the agent who handles the request.
console-question-not-sent = What you wrote was not passed on:
console-held-answer = A colleague has answered
console-held-asked = { $count ->
    [one] Waiting for a colleague
   *[other] Waiting for colleagues: { $count }
}
console-held-asked-late = A colleague is late with an answer
console-clock-question = question to a colleague
console-course-question-withdrawn = { $who }: withdrew a question to a colleague
console-course-question-reminded = { $who }: reminded a colleague of a question
console-invalid-to-required = Choose whom to ask.
console-invalid-skill-nobody-knows = There is nobody to ask about this at that station: choose another station or a person.
console-invalid-question-reminded-lately = They were reminded less than ten minutes ago.
console-invalid-text-more-than-n-open-questions = There are ten open questions already: wait for an answer or withdraw one.
console-board-questions = Unanswered questions to colleagues
console-board-questions-none = No unanswered questions.
console-board-question-whom = Asked
console-rule-question = What you do not know, ask a colleague from inside the request: the question has a deadline of its own, and the answer comes back into the request. Meanwhile the client waits, and the place under the limit is taken.
