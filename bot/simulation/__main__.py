"""`python -m bot.simulation`: plays what it reads and writes what came of it. For `runs.py`, not for people."""

import asyncio
import sys

from bot.simulation.running import played
from bot.simulation.runs import FIGURES, Order, new_loop


def main() -> None:
    """An Order in, Figures out, both as JSON."""
    order = Order.model_validate_json(sys.stdin.buffer.read())
    with asyncio.Runner(loop_factory=new_loop) as runner:
        figures = runner.run(played(order.url, order.plan))
    sys.stdout.buffer.write(FIGURES.dump_json(figures))


if __name__ == "__main__":
    main()
