## Calendar file
calendar-title = Car service: { $works }
calendar-works = Services: { $works }
calendar-car = Car: { $car }
calendar-phone = Phone: { PHONE($phone) }
