## Файл календаря
calendar-title = Автосервис: { $works }
calendar-works = Работы: { $works }
calendar-car = Автомобиль: { $car }
calendar-phone = Телефон: { $phone }
