"""The client's side of the bot: a module per conversation. Handlers parse, call a service, and show a screen."""

from aiogram import Router

from handlers.telegram import (
    ask,
    booking,
    contacts,
    echoes,
    flood,
    garage,
    garage_words,
    links,
    menu,
    moves_typed,
    offers,
    orders,
    privacy,
    prompts,
    questions,
    reminders,
    scripts,
    start,
    visits,
    words,
)  # fmt: skip


def client_router() -> Router:
    """All conversations of a private chat, in the order in which they are asked."""
    router = Router(name="client")
    router.include_routers(
        flood.router, offers.router, links.router, start.router, questions.router, echoes.router, words.router,
        contacts.router, booking.router, prompts.router, visits.router, moves_typed.router, reminders.router,
        privacy.router, orders.router, garage.router, garage_words.router, scripts.router,
        menu.router, ask.router,
    )  # fmt: skip
    return router
