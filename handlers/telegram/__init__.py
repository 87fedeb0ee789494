"""The client's side of the bot: a module per conversation. Handlers parse, call a service, and show a screen."""

from aiogram import Router

from handlers.telegram import ask, contacts, echoes, start


def client_router() -> Router:
    """All conversations of a private chat, in the order in which they are asked."""
    router = Router(name="client")
    router.include_routers(start.router, echoes.router, contacts.router, ask.router)
    return router
