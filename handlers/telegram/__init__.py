"""The client's side of the bot: a module per conversation. Handlers parse, call a service, and show a screen."""

from aiogram import Router

from handlers.telegram import (
    ask,
    booking,
    contacts,
    echoes,
    garage,
    garage_words,
    links,
    menu,
    moves_typed,
    orders,
    privacy,
    prompts,
    reminders,
    start,
    visits,
    words,
)  # fmt: skip


def client_router() -> Router:
    """All conversations of a private chat, in the order in which they are asked."""
    router = Router(name="client")
    router.include_routers(
        links.router, start.router, echoes.router, words.router, contacts.router, booking.router, prompts.router, visits.router,
        moves_typed.router, reminders.router, privacy.router, orders.router, garage.router, garage_words.router, menu.router, ask.router,
    )  # fmt: skip
    return router
