"""Whether words can be the name of a vehicle, and the vehicle that is named within a sentence. Pure."""

import re

_MONTHS = (
    r"январ[яьеё]\w*|феврал[яье]\w*|март[аеу]?|апрел[яье]\w*|ма[йяе]|ию[нл][ьяе]|август[ае]?|(?:сент|окт|но|дек)[ая]бр[ьяе]|"
    r"jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"зим[аыеу]|зимой|весн[аыеу]|весной|лет[оа]|летом|осен[ьи]|осенью|winter|spring|summer|autumn"
)
_DAYS = (
    r"(?:понедельник|вторник|четверг)\w{0,2}|(?:сред|пятниц|суббот)(?:а|у|ы|е|ой|ей)|воскресень[еяю]|пн|вт|ср|чт|пт|сб|вс|выходн\w+|будн\w+|"
    r"(?:сегодня|завтра|послезавтра|вчера)\w*|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?|wed|thu|sat|"
    r"today|tomorrow|tmrw|yesterday|weekends?"
)
_HOURS = (
    r"утр\w{0,3}|день|дн[яеё]\w?|дней|вечер\w{0,3}|ноч\w{1,3}|обед\w{0,2}|полдень|час\w{0,2}|минут\w?|недел\w{1,2}|месяц\w{0,2}|год\w?|лет|"
    r"mornings?|afternoon|evening|night|noon|midday|lunch|hours?|minutes?|days?|weeks?|months?|years?|clock|oclock|"
    r"\d+(?:ч|мин|го|г|am|pm|h|st|nd|rd|th|км|km|к|k|тыс)|am|pm|км|km|тыс|руб\w*"
)
_AROUND = (
    r"в|во|на|с|со|к|ко|до|после|около|примерно|где|то|и|или|а|но|о|об|через|можно|лучше|удобно|могу|люб\w{2,3}|время|числ[оа]|ближайш\w+|"
    r"следующ\w+|эт\w{1,3}|a|at|on|in|the|by|o|till|until|after|before|from|around|about|and|or|any|anytime|time|next|this|coming|for|of|to"
)
_NO_NAME = re.compile(f"(?:{_MONTHS}|{_DAYS}|{_HOURS}|{_AROUND})")
_MODEL = re.compile(r"\d{3,5}")  # Lada 2107, 21099, Volga 3110, `412`
_YEAR = range(1950, 2100)
_SPEAKER = {"i", "my", "we", "our", "it", "he", "she", "я", "мы", "мой", "моя"}  # who speaks, not what they drive
_WORD = r"[^\W_]+(?:-[^\W_]+)*"
# `на Солярис 2017`, `for my Kia Rio 2019`; behind a comma, and behind words that may lead to anything, only what is written as a name.
_IN_SENTENCE = re.compile(
    rf"(?:(?:^|[\s,.;:(])(?:на|для|for|у меня)\s+(?:my |a |an |the |мо[юяйе]\w? )?(?P<after>{_WORD}(?: {_WORD}){{0,2}}?)"
    rf"|(?:^|[\s,.;:(])(?:on|my|have|drive|own)\s+(?:my |a |an |the )?(?P<own>{_WORD}(?: {_WORD}){{0,2}}?)"
    rf"|(?:^|[,.;:(\n])\s*(?P<name>[A-ZА-ЯЁ][^\W_]*(?:-[^\W_]+)*(?: {_WORD}){{0,2}}?)),?\s+(?P<year>(?:19|20)\d\d)(?![\w-])",
    re.IGNORECASE,
)
# `a 2018 Kia Rio`: the name ends where the capitals do.
_YEAR_FIRST = re.compile(
    r"(?:^|[\s,.;:(])(?:for|on|my|have|drive|own)\s+(?:my |a |an |the )?(?P<year>(?:19|20)\d\d)\s+"
    r"(?P<name>(?-i:[A-Z][^\W_]*(?:-[^\W_]+)*(?: (?:[A-Z][^\W_]+(?:-[^\W_]+)*|\d{1,4}))?))(?![\w-])",
    re.IGNORECASE,
)


def names_vehicle(words: str) -> bool:
    """Whether these may name a vehicle: a make, a model, a plate or a VIN; also a number that people call a Lada by. Days and
    times do not."""
    parts = re.findall(r"[^\W_]+", words.lower())
    named = [part for part in parts if any(map(str.isalpha, part))]
    if not named:
        return any(_MODEL.fullmatch(part) and int(part) not in _YEAR for part in parts)
    return any(len(part) > 1 and not _NO_NAME.fullmatch(part) for part in named)


def vehicle_in(words: str, *, latest: int) -> str | None:
    """The vehicle named with its year somewhere in a sentence: `Солярис 2017`. `latest`: the last year of manufacture. None: none is."""
    for found in (*_YEAR_FIRST.finditer(words), *_IN_SENTENCE.finditer(words)):
        parts = found.groupdict()
        name = parts.get("after") or parts.get("own") or parts["name"]
        if not parts.get("after") and not name[0].isupper():
            continue
        if _YEAR[0] <= int(found["year"]) <= latest and all(_may_be(part) for part in name.lower().split()):
            return f"{name} {found['year']}"
    return None


def _may_be(part: str) -> bool:
    return not _NO_NAME.fullmatch(part) and part not in _SPEAKER and len(part) < 17  # noqa: PLR2004 - a VIN is no name
