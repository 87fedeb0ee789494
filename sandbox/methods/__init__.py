"""Bot API methods; importing the package registers all of them."""

from sandbox.methods import chats, copying, editing, media, presses, profile, sending, topics, updates
from sandbox.methods.base import METHODS, Call, Described, Raw

__all__ = ["METHODS", "Call", "Described", "Raw"]
_ = (chats, copying, editing, media, presses, profile, sending, topics, updates)
