## Что с машиной: всё сразу
orders-head = Вот что у вас сейчас:
orders-nothing = Сейчас у вас нет ни записей, ни машин в ремонте, ни заказов запчастей.
orders-nothing-known = По номеру { PHONE($phone) } сейчас нет ни записей, ни машин в ремонте, ни заказов запчастей.
orders-contact = Чтобы показать ремонт и заказы, нам нужен ваш номер: нажмите внизу «Поделиться номером». Больше ничего рассказывать не придётся. Или просто напишите вопрос, ответит человек.
orders-contact-also = А если поделитесь номером (кнопка внизу), сразу покажем, что с вашей машиной и заказами.
orders-link-contact = Чтобы открыть эту ссылку, нам нужен ваш номер: нажмите внизу «Поделиться номером». Или просто напишите вопрос.
orders-link-none = По этой ссылке для вас ничего нет. Вот что есть:
orders-line-repair = 🔧 { $car }: { $status }
orders-line-promised = Обещаем закончить: { $when }
orders-line-late = Обещали закончить: { $when }
orders-line-parts = 📦 Запчасти, заказ № { $ref }: { $status }
orders-line-expected = Ожидаем: { $when }
orders-line-expected-late = Ожидали: { $when }
orders-line-visit = 📅 Запись: { $when }
orders-button-repair = 🔧 { $car }
orders-button-parts = 📦 Заказ № { $ref }
orders-button-visit = 📅 Запись: { $day }
orders-a-car = Ваша машина

## Один заказ-наряд
orders-title = Заказ-наряд № { $ref }
orders-car = Машина: { $car }
orders-unit = Станция: { $unit }, { $city }
orders-now = Сейчас: { $status }
orders-next = { $status ->
    [received] Мастер осмотрит машину, о результате сообщим сюда.
    [diagnostics] Ищем причину. Потом пришлём список работ с ценами.
    [approval] Посмотрите работы и цены, нажмите «Спросить об этом заказе» и напишите, что решили. Без вашего согласия ничего не начнём.
    [parts_wait] Как только придут запчасти, продолжим.
    [in_work] Как только закончим, сообщим сюда.
    [paused] Как только продолжим, сообщим сюда.
    [qc] Осталась проверка, машина почти готова.
    [ready] Приезжайте, когда удобно в рабочее время.
    [issued] Хорошей дороги! Если что-то не так, нажмите «Спросить об этом заказе».
    [closed] Если что-то не так, нажмите «Спросить об этом заказе».
    [cancelled] Если вы этого не ждали, нажмите «Спросить об этом заказе».
   *[warranty] Разбираемся по гарантии, о решении сообщим сюда.
}
orders-promised = Обещаем закончить: { $when }
orders-late = Обещали закончить: { $when }. Не успели, извините. Спросите, и мы узнаем, сколько ещё ждать.
orders-lines = Работы и запчасти:
orders-line = • { $title }{ $quantity ->
    [none] {""}
   *[other] {" × "}{ $quantity }
}: { $price }{ $decision ->
    [open] , ждёт решения
    [declined] , не делаем
   *[approved] {""}
}
orders-more = … и ещё { $count ->
    [one] { $count } позиция
    [few] { $count } позиции
   *[other] { $count } позиций
}
orders-total = Итого: { $total }
orders-advice = Советуем сделать:
orders-advice-line = { $danger ->
    [red] 🔴 { $title } (срочно)
    [yellow] 🟡 { $title } (скоро понадобится)
    [green] 🟢 { $title } (не срочно)
   *[none] • { $title }
}
orders-course = История заказа (время местное, { $city }):
orders-step = • { $when }: { $what }
orders-step-moved = срок был { $before }, стал { $after }
orders-step-unpromised = срок { $before } снят
orders-step-estimate = список работ изменился
orders-ask = Спросить об этом заказе
orders-all = ‹ Все заказы
orders-hours = { $name }: { $city }, { $address }. { $today }

## Один заказ запчастей
orders-parts-title = Заказ запчастей № { $ref }
orders-parts-next = { $status ->
    [ordered] Ждём подтверждения поставщика.
    [confirmed] Поставщик собирает заказ.
    [in_transit] Как только заказ придёт, сообщим сюда.
    [delayed] Поставщик задерживает заказ. Если срок изменится, сообщим сюда.
    [arrived] Приезжайте, когда удобно в рабочее время.
    [issued] Если что-то не подошло, нажмите «Спросить об этом заказе».
   *[cancelled] Если вы этого не ждали, нажмите «Спросить об этом заказе».
}
orders-expected = Ожидаем: { $when }
orders-expected-late = Ожидали: { $when }. Задерживается, извините. Спросите, и мы узнаем.
orders-items = Что заказано:
orders-item = • { $title }{ $quantity ->
    [none] {""}
   *[other] {" × "}{ $quantity }
}

## Вопрос о заказе
orders-ask-prompt = { $kind ->
    [parts] Напишите вопрос о заказе запчастей № { $ref }. Рассказывать о нём заново не нужно.
   *[repair] Напишите вопрос о заказ-наряде № { $ref }. Рассказывать о нём заново не нужно.
}
orders-about-repair = Вопрос о заказ-наряде № { $ref }. Машина: { $car }. Сейчас: { $status }.
orders-about-promised = Обещано: { $when }.
orders-about-parts = Вопрос о заказе запчастей № { $ref }. Сейчас: { $status }.
orders-about-expected = Ожидаем: { $when }.
