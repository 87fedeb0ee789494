## Состояния заказ-наряда и заказа запчастей
repairs-status-received = принят
repairs-status-diagnostics = диагностика
repairs-status-approval = ждёт вашего решения
repairs-status-parts-wait = ждёт запчасти
repairs-status-in-work = в работе
repairs-status-paused = приостановлен
repairs-status-qc = контроль качества
repairs-status-ready = готов к выдаче
repairs-status-issued = выдан
repairs-status-closed = закрыт
repairs-status-cancelled = отменён
repairs-status-warranty = гарантийный ремонт
repairs-parts-status-ordered = заказано
repairs-parts-status-confirmed = подтверждено поставщиком
repairs-parts-status-in-transit = в пути
repairs-parts-status-delayed = задерживается
repairs-parts-status-arrived = можно забирать
repairs-parts-status-issued = выдано
repairs-parts-status-cancelled = отменено

## Что происходит с машиной и что дальше
repairs-about = { $vehicle ->
    [none] Заказ-наряд № { $ref }
   *[other] { $vehicle }, заказ-наряд № { $ref }
}
repairs-push-received = Приняли в ремонт.{ $promised ->
    [none] {""} Когда осмотрим машину, напишем, что нашли и к какому времени успеем.
   *[other] {""} Обещаем закончить: { $promised }. О каждом шаге напишем сюда.
}
repairs-push-diagnostics = Идёт диагностика. Когда закончим, напишем, что нашли и сколько это стоит.{ $promised ->
    [none] {""}
   *[other] {""} Срок готовности: { $promised }.
}
repairs-push-approval = Нужно ваше решение: делаем эти работы или нет. Без вашего согласия не начнём, а пока вы решаете, машина ждёт. Нажмите «Спросить» и напишите решение или вопрос.{ $promised ->
    [none] {""}
   *[other] {""} Срок готовности: { $promised }.
}
repairs-push-parts-wait = Ждём запчасти. Как только они придут, продолжим.{ $promised ->
    [none] {""} Когда станет известен срок, напишем.
   *[other] {""} Срок готовности: { $promised }.
}
repairs-push-in-work = Машина в работе.{ $promised ->
    [none] {""} Когда закончим, сразу напишем.
   *[other] {""} Обещаем закончить: { $promised }.
}
repairs-push-paused = Работу пришлось приостановить.{ $promised ->
    [none] {""} Как только продолжим, напишем.
   *[other] {""} Срок готовности: { $promised }. Как только продолжим, напишем.
}
repairs-push-qc = Работы сделаны, проверяем качество. Скоро напишем, что машину можно забирать.
repairs-push-ready = Машина готова, можно забирать!
repairs-push-issued = Машина у вас. Спасибо, что выбрали нас! Если что-то не так, нажмите «Спросить».
repairs-push-closed = Ремонт завершён, документы закрыты. Если остались вопросы, нажмите «Спросить».
repairs-push-cancelled = Заказ-наряд отменён. Если вы этого не ждали, нажмите «Спросить»: разберёмся.
repairs-push-warranty = Приняли машину по гарантии. Когда разберёмся, в чём дело, напишем, что решили.{ $promised ->
    [none] {""}
   *[other] {""} Срок готовности: { $promised }.
}
repairs-promise-made = Обещаем закончить: { $after }.
repairs-promise-moved = { $later ->
    [yes] Срок сдвинулся, простите.
   *[no] Успеваем раньше.
} Было: { $before }. Теперь: { $after }.
repairs-promise-gone = { $before ->
    [none] Когда закончим, пока неизвестно. Как только узнаем, напишем.
   *[other] Закончить к обещанному времени не получится, простите. Было: { $before }. Новый срок пока неизвестен, напишем, как только узнаем.
}
repairs-word = Есть новости от мастера.
repairs-note = Мастер пишет: { $note }
repairs-danger = { $danger ->
    [red] срочно
    [yellow] скоро понадобится
   *[green] не срочно
}
repairs-more-lines = { $count ->
    [one] и ещё { $count } позиция
    [few] и ещё { $count } позиции
   *[many] и ещё { $count } позиций
}
repairs-total = { $due ->
    [yes] К оплате: { $amount }
   *[no] Итого: { $amount }
}
repairs-advice = Советуем сделать в следующий раз:
repairs-where = Ждём вас: { $unit }, { $city }, { $address }.
repairs-open-until = Закрываемся { $at }.
repairs-open-always = Работаем круглосуточно.
repairs-opens-at = Сейчас закрыто, откроемся { $at }.
repairs-button-details = Подробнее
repairs-button-ask = Спросить

## Запчасти
repairs-parts-about = { $items ->
    [none] Заказ запчастей № { $ref }
   *[other] Заказ запчастей № { $ref }: { $items }
}
repairs-parts-push-ordered = Запчасти заказаны.{ $expected ->
    [none] {""} Когда станет известен срок, напишем.
   *[other] {""} Ожидаем: { $expected }.
}
repairs-parts-push-confirmed = Поставщик подтвердил заказ.{ $expected ->
    [none] {""} Когда станет известен срок, напишем.
   *[other] {""} Ожидаем: { $expected }.
}
repairs-parts-push-in-transit = Запчасти в пути.{ $expected ->
    [none] {""} Когда придут, напишем.
   *[other] {""} Ожидаем: { $expected }.
}
repairs-parts-push-delayed = Поставка задерживается, простите.{ $expected ->
    [none] {""} Новый срок пока неизвестен, напишем, как только узнаем.
   *[other] {""} Теперь ожидаем: { $expected }.
}
repairs-parts-push-arrived = Запчасти пришли, можно забирать!
repairs-parts-push-issued = Запчасти выданы. Если что-то не подошло, нажмите «Спросить».
repairs-parts-push-cancelled = Заказ запчастей отменён. Если вы этого не ждали, нажмите «Спросить»: разберёмся.
repairs-parts-promise-made = Ожидаем: { $after }.
repairs-parts-promise-moved = { $later ->
    [yes] Запчасти придут позже, простите.
   *[no] Запчасти придут раньше.
} Было: { $before }. Теперь: { $after }.
repairs-parts-promise-gone = Когда придут запчасти, пока неизвестно. Как только узнаем, напишем.{ $before ->
    [none] {""}
   *[other] {""} Раньше ожидали: { $before }.
}
