"""The shifted clock; it exists only where time may be played with (contract, "Clock")."""

from datetime import timedelta

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import ClockForm
from services.clock import ShiftedClock
from services.clock_store import store_shift, stored_shift
from services.errors import Refused
from services.storage.tx import Tx


async def show_clock(call: Call) -> Answer:
    """GET /clock."""
    clock = _clock(call)
    async with call.desk.db.read() as reader:
        stored = await stored_shift(reader)
    return Answer(200, _shape(clock.shift.total_seconds() if stored is None else stored))


async def move_clock(call: Call, tx: Tx, form: ClockForm) -> Answer:
    """PUT /clock: forward only. The other processes follow what is stored; this one at once."""
    clock = _clock(call)
    await store_shift(tx, float(form.shift_seconds), present=clock.shift.total_seconds())
    call.afterwards.append(lambda: _follow(call, clock, float(form.shift_seconds)))
    return Answer(200, _shape(float(form.shift_seconds)))


def _follow(call: Call, clock: ShiftedClock, seconds: float) -> None:
    clock.shift = max(clock.shift, timedelta(seconds=seconds))
    call.desk.db.wakes.wake("clock")


def _clock(call: Call) -> ShiftedClock:
    if call.desk.shifted is None:
        raise Refused("not-found")
    return call.desk.shifted


def _shape(seconds: float) -> shapes.Clock:
    return shapes.Clock(shift_seconds=int(seconds) if seconds.is_integer() else seconds)
