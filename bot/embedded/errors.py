"""What goes wrong with the embedded servers."""


class EmbeddedError(Exception):
    """An embedded server cannot be had; the text is one line for the person who started the command."""
