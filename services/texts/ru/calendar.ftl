## Файл календаря
calendar-title = Автосервис: { $works }
calendar-works = Работы: { $works }
calendar-car = Машина: { $car }
calendar-phone = Телефон: { PHONE($phone) }
