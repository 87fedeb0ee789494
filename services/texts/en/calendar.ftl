## Calendar file
calendar-title = Car service: { $works }
calendar-works = Works: { $works }
calendar-car = Vehicle: { $car }
calendar-phone = Phone: { $phone }
