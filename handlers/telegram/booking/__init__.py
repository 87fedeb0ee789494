"""Booking a visit: station, vehicle, works, day, time, "book it". One message that changes as it is answered."""

from aiogram import Router

from handlers.telegram.booking import begin, plates, presses, typed
from handlers.telegram.booking.begin import opening

__all__ = ["opening", "router"]

router = Router(name="booking")
router.include_routers(begin.router, presses.router, typed.router, plates.router)
