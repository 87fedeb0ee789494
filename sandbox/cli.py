"""`python -m sandbox`: the stand-in alone."""

import argparse
import asyncio
import ipaddress
import signal
import sys
from pathlib import Path

from aiohttp import web

from sandbox.app import create_app
from sandbox.store import StateFile
from sandbox.world import MESSAGES_KEPT, World


def is_loopback(host: str) -> bool:
    """Whether only this machine can come in there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def serve(
    host: str = "127.0.0.1", port: int = 8081, state_file: Path | None = None, *, messages_kept: int = MESSAGES_KEPT
) -> None:
    """Serve until SIGINT or SIGTERM; prints `sandbox ready <url>`.

    ValueError for a host that is not loopback, and for fewer than one message to be kept of all chats together.

    Port 0 takes a free one, which the printed line names.
    """
    if messages_kept < 1:
        raise ValueError("at least one message has to be kept")
    if not is_loopback(host):
        raise ValueError(f"the sandbox has no passwords: {host} is not a loopback host")
    world = World(store=StateFile(state_file) if state_file else None, messages_kept=messages_kept)
    runner = web.AppRunner(create_app(world=world), access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        shown = f"[{host}]" if ":" in host else host
        print(f"sandbox ready http://{shown}:{runner.addresses[0][1]}", flush=True)
        await _told_to_stop()
    finally:
        await runner.cleanup()


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 2 with one line on stderr when it cannot start."""
    parser = argparse.ArgumentParser(prog="sandbox", description="A stand-in for Telegram's Bot API")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--state", type=Path, help="keep the state in this file")
    parser.add_argument(
        "--messages", type=int, default=MESSAGES_KEPT, help="how many are kept, of all chats together (%(default)d)"
    )
    options = parser.parse_args(arguments)
    try:
        asyncio.run(serve(options.host, options.port, options.state, messages_kept=options.messages))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 2
    return 0
