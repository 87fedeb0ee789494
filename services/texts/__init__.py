"""Everything people read, in Russian and English (Fluent). Rendered for its reader, wherever the message comes from."""

from services.texts.moments import clock_time, date_words, duration_minutes, duration_words, moment, short_day, weekday
from services.texts.phones import shown_phone
from services.texts.translator import LANGUAGES, has_text, known_language, text

__all__ = [
    "LANGUAGES", "clock_time", "date_words", "duration_minutes", "duration_words", "has_text", "known_language", "moment", "short_day",
    "shown_phone", "text", "weekday",
]  # fmt: skip
