## Переменные в типовых ответах: так их пишут в фигурных скобках
answering-var-client = имя клиента
answering-var-agent = оператор
answering-var-number = номер обращения
answering-var-unit = филиал
answering-var-city = город
answering-var-address = адрес
answering-var-phone = телефон филиала
answering-var-vehicle = автомобиль
answering-var-plate = госномер
answering-var-visit-time = время записи
answering-var-visit-works = работы по записи
answering-var-order-number = номер заказа
answering-var-order-status = статус заказа
answering-var-order-due = срок заказа
answering-var-promise-time = обещанный срок

## Ссылка на запись
answering-offer = Можно записаться: { $unit } ({ $city }).
    { $works }
answering-offer-button = Выбрать время
answering-offer-note = Ссылка на запись, работы уже выбраны: { $link }

## Уведомления сотрудникам
answering-told-mention = Вас позвали в заметке: { $by }.
answering-told-woken = Отложенное обращение вернулось: пора продолжить.

## Слишком много сообщений
answering-slow-down = Получили всё, что вы прислали: ничего не пропало. Сообщений очень много, поэтому на каждое отдельно не отвечаем. Вам ответит человек.
answering-aside-told = Сообщение сохранено. Из этого чата раньше приходило то, что к автосервису не относится, поэтому новое сообщение сначала посмотрит руководитель. Если вы наш клиент, поделитесь номером телефона, и мы ответим сразу.

refused-client-waits = Клиент ждёт ответа: сначала ответьте ему или пообещайте срок, а потом откладывайте.
problem-client-waits = Клиент ждёт ответа
