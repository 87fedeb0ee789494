"""What the words of a client's message say plainly: danger, the law, or nothing but thanks. Pure; simple on purpose.

Only what is certain is decided here. A missed alarm costs a client, so the patterns lean towards raising one; a missed "thanks"
costs an agent a glance, so only messages made of nothing else count.
"""

import re
from typing import Literal

Alarm = Literal["danger", "law"]

_BROKEN = (
    r"(?:отказал\w*|пропал\w*|исчез\w*|не (?:держ|работ|слуша|тормоз|поворач|крут)\w*|"
    r"провал\w*|в пол|(?:за|под)клини\w*|люфт\w*|открут\w*|отвал\w*|оторва\w*|отлете\w*|подлом\w*)"
)
_PARTS = r"(?:тормоз(?:а|ов|ам|ами|ах|ит|ят|)|рул(?:ь|я|ем|ев(?:ое|ого))|педал\w*|колес\w*)"
_BROKEN_EN = (
    r"(?:fail\w*|gone|went|not? work\w*|don'?t work|doesn'?t work|"
    r"stopped working|locked|stuck|to the floor|came off|fell off|loose)"
)
_FAILURE = re.compile(
    rf"\b{_PARTS}\b[^.!?\n]{{0,40}}\b{_BROKEN}|\b{_BROKEN}[^.,!?\n]{{0,15}}\b{_PARTS}\b"
    rf"|\b(?:brakes?|steering|wheel|pedal)\b[^.!?\n]{{0,40}}\b{_BROKEN_EN}\b",
    re.IGNORECASE,
)
# Said about the same parts, and no danger: the heated steering wheel, a slow puncture, a lamp.
_HARMLESS = re.compile(
    r"подогрев|обогрев|кнопк|датчик|лампоч|фонар|стоп-?сигнал|давлени|мультирул|чех(?:ол|л)|оплетк|магнитол|heated|button|sensor|light",
    re.IGNORECASE,
)

_ALARMING = (
    r"\bбез тормозов\b|\b(?:машин|авто)\w* (?:совсем |почти |вообще )?не тормозит\b",
    r"\bд[ыы]м(?:ит\w*|ится|а|ом|)\b",
    r"\bзадымил\w*",
    r"\bгор(?:ит|им|ю|ел[ао]?)\b(?![^.!?\n]{0,12}\b(?:чек|ламп|знач|индик|check))[^.!?\n]{0,30}\b(?:машин|авто|двигател|мотор|капот|провод|салон)\w*",
    r"\b(?:машин|авто|двигател|мотор|капот|провод|салон)\w*[^.!?\n]{0,25}\b(?:гор(?:ит|им|ел[ао]?)|загорел\w*|вспыхнул\w*)\b"
    r"(?![^.!?\n]{0,12}\b(?:чек|ламп|знач|индик|check))",
    r"\bзагорел(?:ась|ся|ось)\b(?![^.!?\n]{0,12}\b(?:чек|ламп|знач|индик|check))(?=[^.!?\n]{0,20}\b(?:машин|авто|двигател|мотор|капот|провод)\w*)",
    r"\b(?:пожар|возгорани)\w*",
    r"\bпопал[аи]?\b[^.!?\n]{0,20}\b(?:дтп|авари\w*)|^\W*(?:дтп|авария)\b",
    r"\b(?:дтп|авария)\b[^.!?\n]{0,30}\b(?:сейчас|только что|помогите)",
    r"\b(?:я|мы|муж|жена|сын|дочь)\b[^.!?\n]{0,15}\bразбил(?:ся|ась|ись)\b",
    r"\b(?:сто(?:ю|им|ит)|встал[аи]?|застрял[аи]?(?! в проб)|заглох(?:ла|ли|)?|сломал(?:ся|ась|ись))\b[^.!?\n]{0,30}"
    r"\b(?:обочин\w*|трасс\w*|дорог[еиу]\w*|шоссе|мкад\w*|кад\b|м-?\d+|перекр[её]ст\w*|мост[уе]?\b|км\b|посреди|поле)",
    r"\b(?:на обочине|посреди (?:дороги|трассы)|на трассе)\b[^.!?\n]{0,30}\b(?:сто(?:ю|им)|встал\w*|заглох\w*|"
    r"слома\w*|не завод\w*)",
    r"\b(?:нужен|вызва\w+|вызовите|пришлите|жд[уе]м?|(?:едем?|вез(?:у|ут|ем)) на)\b[^.!?\n]{0,15}\bэвакуатор\w*",
    r"\bэвакуатор\w*[^.!?\n]{0,15}\b(?:нужен|едет|везет|вызва\w*|жд[уе]м?|пришлите)\b",
    r"\bдвигатель (?:кипит|закипел)|\bзакипел[аи]?\b",
    r"\bутеч\w*[^.!?\n]{0,15}(?:бензин|топлив|газ)\w*",
    r"\b(?:теч[её]т|ль[её]тся|капает)\b[^.!?\n]{0,12}\b(?:бензин|топливо|солярка)|\b(?:бензин|топливо|солярка)\b[^.!?\n]{0,12}\b(?:теч[её]т|ль[её]тся|капает)\b",
    r"\b(?:пахнет|воняет|запах\w*|несет)\b[^.!?\n]{0,15}\b(?:бензин|газом|гарью)\w*",
    r"\bno brakes?\b|\black of brakes?\b|\bcan'?t (?:brake|steer|stop)\b|\blost (?:the |my )?(?:brakes?|steering)\b",
    r"\bsmok(?:e|ing)\b|\b(?:on|caught) fire\b|\bburning\b|\bflames?\b",
    r"\b(?:just had|been in|was in|got into) an? (?:\w+ )?(?:accident|crash|collision)\b|\b(?:i|we) (?:just |have |'ve )?crashed\b",
    r"\b(?:stuck|stranded|broke(?:n)? down)\b[^.!?\n]{0,30}\b(?:road|highway|motorway|freeway|roadside|shoulder|"
    r"lane|m\d+|middle)\b",
    r"\bstranded\b|\bneed (?:a )?tow\w*|\bbeing towed\b",
    r"\bfuel (?:is )?leak\w*|\bleak\w*[^.!?\n]{0,12}\b(?:fuel|petrol|gasoline)\b",
    r"\bsmell\w*[^.!?\n]{0,12}\b(?:fuel|petrol|gas|gasoline)\b",
)
_DANGER = re.compile("|".join(_ALARMING), re.IGNORECASE)
# An accident of the past is bodywork, not danger.
_PAST = re.compile(
    r"назад|прошл|весной|летом|осенью|зимой|месяц|недел|страхов|осаго|каско|оценк|кузов|покрас|\blast\b|\bago\b|insur|bodywork",
    re.IGNORECASE,
)
_CRASH = re.compile(r"дтп|авари|accident|crash|collision", re.IGNORECASE)

_LAW = re.compile(
    r"\bроспотребнадзор\w*|\b(?:в|через) суд\b|\bсудиться\b|\bсудебн\w*|\bдосудебн\w*|\b(?:исков\w+|подам иск)\b"
    r"|\b(?:юрист|адвокат|прокуратур|полици)\w*|\bпретензи[яюией]\w*|\bзозпп\b|\bзащит\w+ прав\w* потребител\w*|\bчарджб[эе]к\w*"
    r"|\bнеустойк\w*|\blawyers?\b|\battorney\b|\b(?:i(?:'ll| will|'m going to)|going to|will) sue\b|\bsue you\b|\b(?:to|in) court\b"
    r"|\blegal action\b|\bconsumer protection\b|\bchargeback\b|\bpolice\b|\bformal complaint\b",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


_GREETING = frozenset(_words("привет здравствуйте здравствуй добрый доброе день вечер утро hi hello hey good morning evening"))
_GRATITUDE = frozenset(
    _words(
        "спасибо спс спасибки благодарю благодарим признателен признательна пасиб пасибо сенкс мерси "
        "thanks thank thx ty cheers appreciated"
    )
)
_YES = frozenset(_words("да ага угу yes yep"))
_NOD = frozenset(
    _words(
        "большое огромное вам вас тебе всем ребята все всё ок окей окэй ok okay понял поняла понятно ясно принял принято хорошо "
        "ладно отлично супер класс здорово круто договорились до свидания пока доброй ночи хорошего дня и очень от души "
        "you very much so great perfect got it understood fine cool bye day all"
    )
)
# What one is thanked for; alone, "помощь" or "help" is a cry for it.
_REASON = frozenset(_words("за помощь ответ оперативность a lot for your the help answer"))
_CRY = frozenset("🆘🚨🚒🚑")
_SIGNS = frozenset("+-–—=.… \n")  # alone, they answer a question
_MAX_THANKS_WORDS = 8


def alarm(text: str) -> Alarm | None:
    """Danger to people or a car stuck on the road, else a threat of the law, else None. Danger wins."""
    plain = text.replace("ё", "е").replace("Ё", "Е")
    if _fails(plain) or any(not _is_past(plain, found) for found in _DANGER.finditer(plain)):
        return "danger"
    return "law" if _LAW.search(plain) else None


def _fails(plain: str) -> bool:
    return any(not _HARMLESS.search(plain, max(0, f.start() - 15), f.end() + 15) for f in _FAILURE.finditer(plain))


def _is_past(plain: str, found: re.Match[str]) -> bool:
    return bool(_CRASH.search(found[0]) and _PAST.search(plain))


def only_thanks(text: str) -> bool:
    """Whether the message is nothing but thanks, a nod or a greeting: it opens, reopens and restarts nothing (W1)."""
    words = _words(text)
    if "?" in text or any(ch.isdigit() or ch in _CRY for ch in text) or len(words) > _MAX_THANKS_WORDS:
        return False
    thanked = any(word in _GRATITUDE for word in words)
    known = _GREETING | _GRATITUDE | _YES | _NOD
    return all(word in known or (thanked and word in _REASON) for word in words)


def gratitude(text: str) -> bool:
    """Nothing but thanks, with a word of thanks in it (or just an emoji): inside an open request "да", "ок" or "+" may be an answer."""
    words = _words(text)
    if not only_thanks(text) or any(word in _YES for word in words):
        return False
    return any(word in _GRATITUDE for word in words) if words else not _SIGNS.issuperset(text)


def only_greeting(text: str) -> bool:
    """Whether the message just says hello."""
    words = _words(text)
    return bool(words) and all(word in _GREETING for word in words)
