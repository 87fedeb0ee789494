## Автомобиль
garage-vin-end = VIN …{ $end }
garage-vehicle-unnamed = машина
