"""getUpdates and the webhook's settings (telegram.md §4)."""

import ipaddress
import re
import time
from typing import Any
from urllib.parse import urlsplit

from sandbox.bots import Bot, Webhook
from sandbox.errors import bad_request, conflict
from sandbox.methods.base import Call, Described, Raw, method
from sandbox.params import Params
from sandbox.world import World

Json = dict[str, Any]
POLL_SECONDS = 50
BATCH = 100
SECRET_LIMIT = 256
CONNECTIONS = range(1, 101)
USUAL_CONNECTIONS = 40
PORTS = (80, 88, 443, 8443)
SECRET = re.compile(r"[A-Za-z0-9_-]*")
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@method("getUpdates")
async def get_updates(call: Call) -> Raw:
    """Long polling; a newer poll ends an older one with 409, setWebhook does too."""
    bot, params = call.bot, call.params
    if bot.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    read_allowed(call)
    bot.poll += 1
    poll = bot.poll
    bot.inbox.wake()
    bot.inbox.confirm(params.integer("offset"))
    limit = params.integer("limit", BATCH)
    limit = limit if 1 <= limit <= BATCH else BATCH
    until = time.monotonic() + min(max(params.integer("timeout"), 0), POLL_SECONDS)
    while True:
        found = bot.inbox.ready(limit)
        left = until - time.monotonic()
        if found or left <= 0 or call.world.closing.is_set():
            body = b"[" + b",".join(parcel.body for parcel in found) + b"]"
            return Raw(body, [parcel.update_id for parcel in found])
        await bot.inbox.wait(left)
        if bot.webhook is not None:
            raise conflict("terminated by setWebhook request")
        if bot.poll != poll:
            raise conflict(OTHER_POLLER)


def read_allowed(call: Call) -> None:
    """allowed_updates: omitted keeps what was, empty means the usual kinds; queued updates stay."""
    if "allowed_updates" not in call.params.values:
        return
    kinds = call.params.data("allowed_updates", "allowed updates")
    if isinstance(kinds, list):
        wanted = [str(kind) for kind in kinds] or None
        if wanted != call.bot.inbox.allowed:
            call.bot.inbox.allowed = wanted
            call.world.saver.bot(call.bot)


@method("setWebhook")
async def set_webhook(call: Call) -> Described:
    """Push updates from now on. Beyond Telegram's rules, http and any port are accepted for loopback hosts."""
    params = call.params
    url = params.text("url")
    if not url:
        return await _leave_webhook(call)
    webhook = _webhook(params, url)
    _check_url(url)
    read_allowed(call)
    old = call.bot.webhook
    same = old is not None and _settings(old) == _settings(webhook)
    if params.flag("drop_pending_updates"):
        call.bot.inbox.clear()
    if not same:
        await use_webhook(call.world, call.bot, webhook)
    return Described(True, "Webhook is already set" if same else "Webhook was set")


def _webhook(params: Params, url: str) -> Webhook:
    secret = params.text("secret_token")
    if len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    limit = params.integer("max_connections", USUAL_CONNECTIONS)
    return Webhook(
        url=url,
        secret=secret,
        max_connections=limit if limit in CONNECTIONS else USUAL_CONNECTIONS,
        has_certificate="certificate" in params.files,
    )


def _settings(webhook: Webhook) -> tuple[str, str, int, bool]:
    return webhook.url, webhook.secret, webhook.max_connections, webhook.has_certificate


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    host = parts.hostname or ""
    if not host or parts.scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    address = _address(host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if address is not None and isinstance(address, ipaddress.IPv6Address):
        raise bad_request("bad webhook: IPv6-only addresses are not allowed")
    if address is not None and not address.is_global:
        raise bad_request(f"bad webhook: IP address {host} is reserved")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


async def use_webhook(world: World, bot: Bot, webhook: Webhook | None) -> None:
    """Switch between pushing and polling; pending updates stay."""
    bot.webhook = webhook
    world.saver.bot(bot)
    bot.inbox.wake()
    await world.deliver(bot)


@method("deleteWebhook")
async def delete_webhook(call: Call) -> Described:
    """Back to polling; pending updates stay unless they are to be dropped."""
    return await _leave_webhook(call)


async def _leave_webhook(call: Call) -> Described:
    if call.params.flag("drop_pending_updates"):
        call.bot.inbox.clear()
    if call.bot.webhook is None:
        return Described(True, "Webhook is already deleted")
    await use_webhook(call.world, call.bot, None)
    return Described(True, "Webhook was deleted")


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """Address, waiting updates and the last failure; allowed_updates only when not the usual ones."""
    webhook = call.bot.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": bool(webhook and webhook.has_certificate),
        "pending_update_count": len(call.bot.inbox),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        info["ip_address"] = "127.0.0.1"
        if webhook.last_error:
            info["last_error_date"] = webhook.last_error_at
            info["last_error_message"] = webhook.last_error
    if call.bot.inbox.allowed is not None:
        info["allowed_updates"] = call.bot.inbox.allowed
    return info


@method("logOut")
def log_out(_call: Call) -> bool:
    """There is no other server to go to; answered for the sake of clients."""
    return True


@method("close")
def close(_call: Call) -> bool:
    """Likewise; Telegram refuses it in the first ten minutes, this stand-in does not."""
    return True
