## Questions to colleagues: the letter in Telegram and the answer to it
question-letter = A colleague asks: { $asker }, request № { $number }
question-letter-again = A reminder. A colleague asks: { $asker }, request № { $number }
question-letter-car = Vehicle: { $car }
question-letter-works = Services: { $works }
question-letter-due = Please answer { $due }.
question-letter-how = To answer, reply to this message or press the button. The client does not see your answer.
question-letter-answered = ✓ Answered by { $by }
question-letter-withdrawn = The question was withdrawn, no answer is needed.
question-answer-button = Answer
question-answer-prompt = Write your answer about request № { $number }: words, a photo or a voice message. It goes to the agent who handles the request.
question-answer-taken = Your answer was passed on: request № { $number }.
question-answer-added = Added to your answer: request № { $number }.
question-answer-dropped = The answer to your colleague was not sent, the question is still open.
question-answer-late = { $state ->
    [withdrawn] The question has been withdrawn, no answer was needed.
   *[answered] This question has been answered already: { $by }. Your message was not passed on.
}
question-answer-empty = A message of this kind cannot be passed on. Answer with words, a photo or a voice message.
question-answer-long = The answer is too long: at most 3000 characters. Shorten it or send it as a file.
question-answer-not-yours = This question is not yours, or it is gone.
staff-told-asked = { $due ->
    [none] A colleague asks you: { $by }.
   *[other] A colleague asks you: { $by }. Please answer { $due }.
}
staff-told-question-reminded = { $due ->
    [none] A colleague is waiting for your answer: { $by }.
   *[other] A colleague is waiting for your answer: { $by }. Due { $due }.
}
staff-told-question-answered = Your question to a colleague has been answered: { $by }.
staff-told-question-withdrawn = The question was withdrawn, no answer is needed. Asked by { $by }.
staff-told-question-overdue = A question to a colleague has no answer: { $to }. It was due { $due }.
staff-told-clock-question = A question to a colleague has no answer
staff-told-asked-one = Asked: { $agent }.
staff-told-asked-several = Several were asked, and nobody has answered.
