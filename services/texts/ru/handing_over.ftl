## Передача обращения: что слышит клиент
notice-handed-over = { $to ->
    [agent] Вашим вопросом № { $number } теперь занимается { $agent }
    [type] Передали ваш вопрос № { $number } { $who }
    [unit] Передали ваш вопрос № { $number } на станцию «{ $unit }»
    [both] Передали ваш вопрос № { $number } { $who } станции «{ $unit }»
   *[other] Передали ваш вопрос № { $number } другому специалисту
}. { $when ->
    [none] Ответим, как только откроемся
   *[other] Ответим { $when }
}. Вся переписка сохранена, рассказывать заново не нужно.
handed-over-to-booking = мастеру-консультанту
handed-over-to-reschedule = мастеру-консультанту
handed-over-to-repair-status = мастеру-консультанту
handed-over-to-order-eta = специалисту по заказам
handed-over-to-order-support = специалисту по заказам
handed-over-to-parts-selection = специалисту по запчастям
handed-over-to-warranty = специалисту по гарантии
handed-over-to-claim = специалисту по претензиям
handed-over-to-price = мастеру-консультанту
handed-over-to-callback = оператору
handed-over-to-other = другому специалисту
staff-told-many-hands = { $hands ->
    [3] Обращение в третьих руках: теперь ведёт { $agent }. Проверьте, тому ли оно досталось.
   *[other] Обращение ведёт уже { $hands }-й сотрудник: { $agent }. Проверьте, тому ли оно досталось.
}