"""Typical answers of the demo chain."""

from services.answers import AnswerData

ANSWERS = (
    AnswerData(
        title={"ru": "Уточнить машину", "en": "Ask for the vehicle"},
        body={
            "ru": "Здравствуйте! Подскажите, пожалуйста, марку, модель и год автомобиля или VIN: так мы сразу назовём точную цену.",
            "en": "Hello! Could you tell us the make, model and year of the car, or its VIN? Then we can name the exact price at once.",
        },
        position=10,
    ),
    AnswerData(
        title={"ru": "Стук подвески", "en": "Knocking suspension"},
        body={
            "ru": "По описанию это может быть стойка стабилизатора или опора. Диагностика подвески занимает 40 минут; если ремонт "
            "делаем мы, она бесплатна. Когда вам удобно подъехать?",
            "en": "It may be a stabiliser link or a top mount. The suspension check takes 40 minutes and is free if we do the repair. "
            "When would it suit you to come?",
        },
        type="booking", position=20,
    ),
    AnswerData(
        title={"ru": "Запись подтверждена", "en": "Visit confirmed"},
        body={
            "ru": "Записали вас. За сутки и за два часа пришлём напоминание. Возьмите, пожалуйста, СТС и сервисную книжку.",
            "en": "You are booked in. We will remind you a day and two hours before. Please bring the registration and the service book.",
        },
        type="booking", position=30,
    ),
    AnswerData(
        title={"ru": "Ждём запчасть", "en": "Waiting for a part"},
        body={
            "ru": "Запчасть заказана и едет к нам. Как только она придёт, мы напишем сюда и согласуем время.",
            "en": "The part is ordered and on its way. As soon as it arrives we will write here and agree on a time.",
        },
        type="order_eta", position=40,
    ),
    AnswerData(
        title={"ru": "Ход ремонта: всё по плану", "en": "Repair: as planned"},
        body={
            "ru": "Машина в работе, идём по плану. Срок прежний; если что-то изменится, сообщим до того, как он пройдёт.",
            "en": "Your car is being worked on and we are on schedule. If anything changes, we will tell you before the promised time.",
        },
        type="repair_status", position=50,
    ),
    AnswerData(
        title={"ru": "Гарантия на работы", "en": "Warranty on our work"},
        body={
            "ru": "На работы даём гарантию 12 месяцев или 20 000 км. Приезжайте без записи в любой день: посмотрим вне очереди.",
            "en": "Our work is under warranty for 12 months or 20,000 km. Come on any day without an appointment: no waiting.",
        },
        type="warranty", position=60,
    ),
    AnswerData(
        title={"ru": "Цена после осмотра", "en": "Price after a look"},
        body={
            "ru": "Точную цену назовём после осмотра, он бесплатный. До вашего согласия ничего делать не начнём.",
            "en": "We can name the exact price after a look at the car, which is free. Nothing is begun before you agree.",
        },
        type="price", position=70,
    ),
    AnswerData(
        title={"ru": "Как проехать", "en": "How to find us"},
        body={
            "ru": "Заезд со стороны дублёра, у шлагбаума скажите, что вы в сервис. Ожидать можно в клиентской зоне: есть кофе и Wi-Fi.",
            "en": "Turn in from the service road and say “service” at the barrier. There is coffee and Wi-Fi inside.",
        },
        unit="msk-north", position=80,
    ),
)  # fmt: skip
