"""Where the pages and forms of this package are."""

from aiohttp import web

from handlers.web.console import actions
from handlers.web.console.one_card import compare, duplicates, merges, phones

_CLIENT, _OTHER = "{client:[A-Za-z0-9_-]{1,64}}", "{other:[A-Za-z0-9_-]{1,64}}"
_PAIR = f"/clients/{_CLIENT}/compare/{_OTHER}"
_MERGE = "/merges/{merge:[0-9]{1,18}}"
_PHONE = "/requests/{number:[0-9]+}/verify-phone"


def routes() -> list[web.RouteDef]:
    """Comparing, the heads' list, merges and their undoing, a phone that an agent has verified."""
    return [
        web.get("/duplicates", duplicates.page),
        web.get(_PAIR, compare.page),
        web.post(f"{_PAIR}/merge", compare.join),
        web.post(f"{_PAIR}/different", compare.differ),
        web.get(f"{_PAIR}/merge", compare.back),
        web.get(f"{_PAIR}/different", compare.back),
        web.get(_MERGE, merges.page),
        web.post(f"{_MERGE}/undo", merges.undo),
        web.get(f"{_MERGE}/undo", merges.back),
        web.post(_PHONE, actions.action("verify-phone", phones.verify)),
        web.get(_PHONE, actions.back_to_page),
    ]
