## Срок ответа прошёл
console-answer-told-instead = клиент знает новый срок: { $when }
