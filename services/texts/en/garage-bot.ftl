## My cars
garage-list = Your cars:
garage-empty = Your cars will be here. Add one, and you will not have to describe it when you book.
garage-add = ➕ Add a car
garage-add-prompt = Write what you know in one message: the plate, the VIN or the make and model. For example: Skoda Octavia 2019 B123CC77.
garage-added = Added: { $car }.
garage-known = You already have this car here: { $car }.
garage-changed = Corrected: { $car }.
garage-full = No more than { $count ->
    [one] { $count } car
   *[other] { $count } cars
} can be added here. If you have a fleet, write to us.
garage-unclear = We could not make that out. Please write the plate, the VIN or the make and model. For example: B123CC77.
garage-vin-wrong = This looks like a VIN, but a VIN has 17 characters, without I, O and Q. Please check it and send it again, or write the plate.
garage-vin-doubt = The check digit of the VIN does not match. Please check it for a typo.
garage-year-wrong = There seems to be a typo in the year. Please write it again.
garage-plate-wrong = There seems to be a typo in the plate. Please write it again.
garage-name-long = That is too long. Please write the make, the model and the plate only.

## One car
garage-plate = Plate: { $plate }
garage-vin = VIN: { $vin }
garage-year = Year: { $year }
garage-mileage = Mileage: { $km } km ({ $date })
garage-no-mileage = Mileage not given
garage-sold-mark = Sold
garage-from-service = From our station’s records. If something is wrong, write to us.
garage-book = Book a visit
garage-km = Enter mileage
garage-edit = Correct
garage-sell = I sold this car
garage-sell-check = Have you sold this car? We will send no more reminders about it.
garage-sell-yes = Yes, it is sold
garage-sold = Noted: { $car } is sold. There will be no more reminders about it.
garage-unsell = Put it back
garage-back = ‹ My cars
garage-to-car = ‹ Back to the car
garage-gone = This car is no longer on your list

garage-edit-prompt = Write whatever needs correcting: the plate, the VIN, the make and model or the year. The rest stays as it is.

## Mileage
garage-km-prompt = What does the odometer show now, in kilometres? For example: 98500.
garage-km-unclear = We could not make that out. Please write the mileage in figures, for example: 98500.
garage-km-range = There seems to be a typo in the mileage. Please write it again, for example: 98500.
garage-km-less = It was { $before } km before and is { $km } km now. Is that right?
garage-km-fast = That is a lot since the last time: it was { $before } km and is { $km } km now. Is that right?
garage-km-sure = Yes, { $km } km
garage-km-again = Write it again
garage-km-noted = Mileage noted: { $km } km.
