"""The agents' side of the bot: the forum group of a unit (`services/groups`). Lanes of a group are its topics: what is said in one is
heard in order, and topics do not wait for each other."""

from aiogram import Router

from handlers.telegram.group import connecting, happenings, menus, panel, said, shifts


def group_router() -> Router:
    """Everything that comes from groups, in the order in which it is asked."""
    router = Router(name="group")
    router.include_routers(happenings.router, connecting.router, said.router, panel.router, shifts.router, menus.router)
    return router
