"""An answer that is late: what the client was told."""

from handlers.web.console.rail import answer_late
from handlers.web.console.words import Place, Words
from services.storage.reader import Reader, Row
from services.watch.apologies import told_instead


async def told_words(reader: Reader, row: Row, words: Words, place: Place) -> str:
    """By when the client was told to be answered instead; empty where nothing is late or they were told nothing."""
    told = await told_instead(reader, row["number"]) if answer_late(row, words.now) else None
    return words("answer-told-instead", when=words.moment(told, place, by=True)) if told else ""
