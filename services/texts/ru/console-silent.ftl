## Клиент давно не отвечает
console-reason-silent = { $days ->
    [one] Клиент молчит { $days } день: спросите ещё раз или закройте обращение.
    [few] Клиент молчит { $days } дня: спросите ещё раз или закройте обращение.
   *[other] Клиент молчит { $days } дней: спросите ещё раз или закройте обращение.
}
console-silent-for = клиент молчит { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
console-course-request-queued = Снова в очереди: клиент молчит { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
