## Vehicle
garage-vin-end = VIN …{ $end }
garage-vehicle-unnamed = car
