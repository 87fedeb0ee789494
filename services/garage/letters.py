"""Letters that look alike in both alphabets: the ones Russian plates have (GOST R 50577). People type either. Pure."""

LATIN, CYRILLIC = "ABEKMHOPCTYX", "АВЕКМНОРСТУХ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(LATIN, CYRILLIC), str.maketrans(CYRILLIC, LATIN)


def to_cyrillic(capitals: str) -> str:
    """As plates are stored: `A123BC77` becomes `А123ВС77`, in letters that look the same."""
    return capitals.translate(_TO_CYRILLIC)


def to_latin(capitals: str) -> str:
    """As VINs and numbers of orders are stored."""
    return capitals.translate(_TO_LATIN)
