"""A stand-in for Telegram: Bot API emulator, control API and a phone in the browser (docs/sandbox.md).

The package knows nothing of the bots that talk to it and imports nothing of this repository.
"""
