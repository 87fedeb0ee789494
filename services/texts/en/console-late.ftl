## The time to answer by has passed
console-answer-told-instead = the client knows the new time: { $when }
