"""Booking a visit: station, vehicle, works, day, time, "book it". One message that changes as it is answered."""

from aiogram import Router

from handlers.telegram.booking import begin, ends, plates, presses
from handlers.telegram.booking.begin import opening

__all__ = ["ends_router", "opening", "router"]

router = Router(name="booking")
router.include_routers(begin.router, presses.router, plates.router)
ends_router = ends.router  # goes before /start's own
