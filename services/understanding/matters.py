"""Which kind of matter a client's free text is, where it is sure (P3): the right department the first time. Pure.

Not what the bot may answer by itself (`rules`): a person reads every word. Yet a wrong guess sends the client to the wrong person with the
wrong questions, and a missed one costs a click: so a sign counts only where nothing speaks against it, and where two signs disagree, or
there is none, it is nobody's guess (None).
"""

import re
from typing import Literal

from services.understanding.typed import alike

Matter = Literal[
    "booking", "reschedule", "order_eta", "order_support", "parts_selection", "warranty", "claim", "price", "callback"
]
_LONGEST = 1500  # characters: beyond that it is a story with everything in it

_PART = (
    r"\b(?:колодк|тормозн\w+ диск|радиатор|фильтр|свеч[иае]|бампер|стартер|генератор|амортизатор|стойк[иу]|рычаг|сайлент|"
    r"подшипник|ступиц|ремень|ремн[ия]|ролик|помп[аыу]|насос|фар[аыу]\b|зеркал|крыло|капот|шин[ыу]\b|аккумулятор|прокладк|комплект|"
    r"турбин|запчаст|двигател|блок\b|ламп|резинк|масл[оа]\b|щ[её]тк|опорник|катушк|датчик|термостат|сальник|поворотник|"
    r"mirror|brake pads?\b|filter|battery|spark plugs?|bumper|headlight|parts\b|alternator|radiator|clutch kit|belt\b)"
)
# What is done, by nouns and by verbs: words of work say that it is not (only) about goods.
_WORK = (
    r"(?:\bзамен[аеуиы]\w*|диагностик|\bразвал|схожден|покрас|чистк|ремонт|шиномонтаж|перебортов|балансиров|\bработ[аыу]\b|"
    r"норма-?час|\bто\b|\bто-\d|полиров|\bмойк|хранени|переборк|проточк|зарядк|тониров|заточк|прошивк|антикор|снятие|установк|"
    r"заправк|услуг|осмотр|diagnostic|servic|oil change|replac|repair|labou?r|alignment|fitting|fitted|install|chang(?:e|ed|ing)\b|"
    r"paint|\bto (?:fix|fit|swap|check)\b|\bleak)"
)
_VERB = re.compile(r"\b((?!опять\b)\w+(?:[иаяеу]ть|сти|ться))\b")  # an infinitive: something is to be done
_BUYS = frozenset(
    ["купить", "заказать", "узнать", "подобрать", "приобрести", "найти", "сказать", "подсказать", "стоить", "взять", "уточнить", "искать"]
)  # fmt: skip
_CARS_TROUBLE = re.compile(
    r"стуч|стук|скри[пт]|хруст|\bшум|троит|гуд[ия]т|свист|ошибк|\bгорит|горел|не заряжа|теч[её]т|течь|не завод|сдох|\bслома|люфт|вибр|"
    r"\bест двиг|смысл|\bумер|вопрос|окн[оа]\b|окошк|подозрени|squeal|документ|\bфото|\bчек\b|телефон|номер|доставк|реквизит|"
    r"помощ|справк|отдел|"
    r"noise|won't|\bjob\b|manager|mechanic|specialist|department|adjust|charged|dead\b|died|\btow\b|\blight is|\bfault"
)
_OFFER = re.compile(
    r"предлага(?:ем|ю)|сотрудничеств|оптом|коммерческ\w+ предлож|ваканси|\bпрода(?:м|ю|ем|[её]тся|ется)\b|хочу продать|\bкуплю\b|\bвыкуп|"
    r"\bищу работу|нужна работа|резюме|договорная|сайт\w* (?:сделать|продви)|продвига|ваш сайт|we offer|partnership|for sale|\bi sell\b|"
    r"такси|taxi|напоминан|рассылк|уведомлени|подписк|remind|notification|newsletter"
)
_THANKS = re.compile(
    r"^спасибо\b(?!.*\?)|спасибо,? (?:за|что)|\bвсе (?:ок|отлично|супер)\b|претензий к вам|happy with|thank you for|thanks for"
)
_CONTENT = re.compile(
    r"(?:нет|никаких|без|нету) претензи|претензи\w* (?:нет|не име)|претензи\w* (?:к вам )?не\b|не претензи|no complaint"
)
_MONEY = r"\b(?:верните|возвращайте|вернуть) (?:мне )?(?:мои |все )?деньги?\b(?! на бонус)"
_CLAIM = re.compile(
    rf"претензи|{_MONEY}|\bхамств|\bнахамил|неустойк|"
    r"(?:требу\w*|прошу|хочу|жду) (?:\w+ )?компенсац|"
    r"(?:вы|мойщик\w*|у вас на мойке) (?:мне )?поцарапа|поцарапали .{0,40}(?:у вас|при мойке|на мойке|при ремонте)|"
    r"после (?:вас|вашей|вашего) .{0,30}(?:вмятин|царапин)|(?:вмятин|царапин)\w* .{0,20}после (?:вас|вашей|вашего)|"
    r"за ваш счет|почистите за свой счет|кто за это (?:будет платить|заплатит|ответит)|не то (?:масло |что )?(?:залили|"
    r"привезли|поставили)|"
    r"привезли не т(?:о|от|у|е)\b|из (?:бардачка|салона|багажника) (?:пропал|исчез)|пропал\w* .{0,40} после вас|вместо \d+ озвученн|"
    r"(?<!не )\b(?:буд(?:у|ем)|хо(?:чу|тим)|хотел[аи]? бы) (?:\w+ )?(?:по)?жаловаться(?! на (?:стук|шум|звук|вибра|скрип))|"
    r"\bпиш(?:у|ем) жалобу|"
    r"\b(?:want|would like|'d like|going) to complain\b|make a complaint|have a complaint|"
    r"my money back|money back now|file a complaint|filing a complaint|want compensation|you (?:scratched|damaged|broke)|"
    r"was never (?:done|replaced)"
)
_RETURNS = re.compile(r"не подош|детал|запчаст|товар|\bзаказ|предоплат|\border\b|\bdeposit")
_WARRANTY = re.compile(r"гаранти(?!ру|ров)|under warranty|warranty")
_NO_WARRANTY = re.compile(
    r"(?:не нужна|не надо|без|кончилась|закончилась) гаранти|заводск\w+ гаранти|гаранти\w+ не нужн|гаранти\w+ письм|out of warranty"
)
_CALLBACK = re.compile(
    r"перезвон(?:ите|ить мне|ит|ят|и)\b|обещали перезвонить|обр(?:атн\w*|\.) ?звон|(?<!не )позвоните мне|мне (?:по)?звон(?:ите|ит|ят|ил)|"
    r"наберите (?:меня|мне)|звякните|пропущенн\w* (?:от вас|звон)|(?:можно|закажу|заказать|жду) (?:ваш\w* )?звон(?:ок|ка)|"
    r"пусть (?:мне )?(?:кто.нибудь )?(?:по|на)(?:звон|бер)|"
    r"(?:please|pls|can you|could you|just) call me\b|^call me\b|call me (?:back|at|on|when|asap|tomorrow|today|please|after|\+?\d)|"
    r"give me a call|ring me\b(?! up)"
)
_NO_CALL = re.compile(
    r"не (?:надо |нужно |стоит |могу )?(?:мне |больше )?(?:пере|по)?звон(?:ите|ить|и)\b|не звон|звонить не|не перезвон|не набирайте|"
    r"\b(?:я|сам|сама) (?:вам |потом )?(?:пере|по)звоню|"
    r"(?:don't|do not|never|not to|stop|no need to|rather than|instead of) call|can't call|(?:they|you|keep) call|"
    r"keep calling|when you call me|didn't call me to"
)
_RESCHEDULE = re.compile(
    r"(?:перенес(?:ите|ти)|перенос|отмен(?:ите|ить|яю)|отмена|перестав(?:ьте|ить)|передвин(?:ьте|уть)|сдвин(?:ьте|уть)) "
    r"(?:[^\s.!?]+ ){0,3}запис(?:ь|и)\b|"
    r"\bзапис(?:ь|и|ан[аы]?)\b .{0,60}(?:перенес(?:ите|ти)|отмен(?:ите|ить|яю)\b|попозже|перекин|пораньше|сдвин(?:ьте|уть))|"
    r"не (?:приеду|смогу приехать|приедем) .{0,40}(?:отмен(?:ите|яйте|яю)|перенес(?:ите|ти))|"
    r"(?:reschedule|cancel|move|change) (?:my|the|our) (?:appointment|booking|visit)|"
    r"(?:appointment|booking) .{0,40}(?:be )?(?:rescheduled|cancelled|moved)"
)
_STAYS = re.compile(
    r"не (?:буду|надо|нужно|хочу|стану|собираюсь|прошу) (?:\w+ )?(?:отмен|перен)|(?:отменять|переносить) не|не (?:отменяйте|"
    r"переносите)|звонк|журнал|пробег|видео|"
    r"(?:don't|do not|not) (?:want to )?(?:cancel|move|change)|почему|зачем|\bwhy\b"
)
_ORDER = re.compile(
    r"\bзаказ(?:а|у|ом|е|ы|ов)?\b(?!-? ?наряд)|\bзаказывала? \w+|(?:my|our|an|the|online) order\b|\border (?:no\b|number|[#№]|\d)"
)
_ORDER_DEALS = re.compile(
    r"оплат|отмен(?:ить|ите)|\bубер|измен|поменяй|добав|\bсчет|\bчек\b|доставк|курьер|вернуть|возврат|забрать|забер[уе]|"
    r"забирать|получить|получу|получени|списал|"
    r"invoice|\bpay\b|cancel|deliver|pick (?:it )?up"
)
_WHEN = re.compile(
    r"когда|скоро|ждать|приш(?:ел|ло|ла|ли)|придет|поступил|едет|в пути|где (?:же )?(?:мой |наш |заказ|он\b)|arriv|when|where is|"
    r"where's|still nothing|supposed to"
)
_SPOILT = re.compile(r"\bбит|\bне тот|\bне та\b|\bне те\b|сломан|\bбрак|поврежд|негодн|broken|damaged|wrong|спасибо|thank")
_ABOUT_US = re.compile(
    r"закрыва|открыва|где вход|подъехать|\bадрес|выдач[аи] заказов|пункт выдач|график|до скольк|во сколько|эвакуатор|мастер|"
    r"парков|стоянк|\bкафе|parking|opening hours"
)
_COMES = re.compile(
    rf"(?:когда|скоро|долго|ждать|где мо[ийяе]) (?:[^\s.!?]+ ){{0,3}}{_PART}\w*(?:[^.!?]{{0,20}}(?:придет|придут|привез|поступ))|"
    rf"(?:когда|скоро) (?:привезут|придут|придет|поступит|поступят) (?:[^\s.!?]+ ){{0,2}}{_PART}|"
    rf"(?:приш(?:ел|ла|ло|ли)|поступил\w*|привезли) (?:ли |уже |мо[ийяе]\w* ){{0,3}}{_PART}|{_PART}\w* (?:уже )?приш(?:ел|ла|ло|ли)\b|"
    rf"где мо[ийяе] {_PART}|сколько ждать {_PART}|скока ждать {_PART}"
)
_FEW = r"(?:[^\s.,;:!?]+ ){0,2}"  # words between a wish and what is wished: no sentence in between
_SEEKS = re.compile(
    rf"\bнуж(?:ен|на|но|ны) {_FEW}{_PART}|(?:подберите|подобрать|подбор|\bищу) {_FEW}{_FEW}{_FEW}{_PART}|{_PART}[^.!?]{{0,40}} в наличии|"
    rf"в наличии {_FEW}{_FEW}{_PART}|\bесть (?:ли )?(?:у вас )?(?:\w+(?:ые|ие|ый|ий|ая|ое) )?{_PART}|"
    rf"хочу (?:купить|заказать) {_FEW}{_PART}|можно (?:купить|заказать) (?:у вас )?{_FEW}{_PART}|посоветуйте {_FEW}{_PART}|"
    rf"{_PART}[^.!?]{{0,40}} посоветуйте|что лучше поставить|{_PART}\w* какая подойдет|"
    rf"возите {_FEW}{_PART}|"
    rf"looking for (?:an? |the |some )?(?:[\w-]+ ){{0,3}}{_PART}|do you (?:stock|sell|have) (?:an? |any |the )?(?:new |used |"
    rf"spare )?{_PART}|"
    rf"i need (?:an? |the |some |new |front |rear ){{0,3}}{_PART}|{_PART}[^.!?]{{0,40}} in stock"
)
_ALIEN = re.compile(
    r"\bсво[ийюея]\b|\bсвои(?:ми|х)\b|у меня (?:есть|в наличии|на|стоит)|\bесли\b|нужно ли|надо ли|\bmy own\b|i have an?\b"
)
_HOW_MUCH = (
    r"(?:(?:сколько|скока) (?:(?:у вас|примерно|это|сейчас|будет|будут) ){0,2}(?:стоит|стоят|стоить)|поч[её]м|\bцен[аыу] (?:на )?|"
    r"стоимость|how much (?:is|are|for)|price (?:of|for|on))"
)
_PART_PRICE = re.compile(rf"{_HOW_MUCH} (?:an? |the |some )?{_FEW}{_PART}")
_PRICE = re.compile(
    r"(?:сколько|скока) (?:\w+ ){0,3}(?:стоит|стоят|выйдет|возьм\w*|обойдет\w*|будет стоить)|у вас сколько выйдет|"
    r"поч[её]м\b|\bцен[аыу]\b|ценник|стоимост|прайс|how much (?!longer|mileage|did|time|more|was)|what do you charge|"
    r"what does .{0,40} cost|\bprice\b|\bquote\b|\bскидк"
)
_WORK_PRICED = re.compile(rf"{_WORK}|прайс|\bскидк")
_OLD_BILL = re.compile(
    r"почему|\bвыше|больше чем|дороже чем|вдвое|вырос|заплатил|\bв счете|где мо[яий]|не примен|не дал|мастер|моей машин|"
    r"у вас на|so far|left on|in my|yesterday|expired|"
    r"got a quote|your quote|говорили|обещали|так и не|согласован|стоянк|парков|машин\w* хочу|"
    r"на мою машину|\bwhy\b|paid|charged"
)
_VIN = re.compile(r"(?<![^\W_])(?=[^\W_]*\d)[a-zавекмнорстух0-9]{17}(?![^\W_])")
_BOOKING = re.compile(
    r"(?<!не )\bзапишите(?! (?:пожалуйста,? )?(?:(?:мой|мои|мо[её]|новый|другой|наш|себе|там|еще|к \w+) )*(?:телефон|номер|пробег|адрес|"
    r"почт|данные|показан|имя|вин|vin|\d{5}))|"
    r"(?:хочу|хотел[аи]?|хотели|хотим|можно|нужно|надо|хотелось|могу|как|давайте|прошу) (?:бы )?(?:[^\s.!?]+ )?(?:записаться|записать)\b|"
    r"^(?:\w+,? )?записаться (?:на|к)\b|\bзапишусь на\b|"
    r"book (?:me|us) (?:in\b|for\b|an? (?:appointment|visit|service|slot))|(?:book|schedule|make) an? (?:\w+ )?"
    r"(?:appointment|visit|service|oil change)|bring (?:in )?my .{0,30} in for"
)
_NO_BOOKING = re.compile(
    r"не (?:могу|смог\w*|получается|получилось|удается|удалось|выходит|дает) .{0,15}записа|записать\w* (?:\w+ )?не |ошибк|уже записан|"
    r"\bзаписан[аы]?\b|можно записать (?:на|ваш|телефон|номер)|пробег\w* (?:на|в)|по ошибке|отмен|автошкол|собеседован|"
    r"на работу|юрист|аккаунт|через (?:сайт|приложени)|"
    r"запишите,? (?:что|я|в)\b|can't book|cannot book|couldn't book|error"
)
_REPAIRING = re.compile(
    r"разобра|собира(?:ете|ют)|на подъемнике|дефектовк|из ремонта|готова|готово|готов\b|сделали|заказ.наряд|по моему ремонту|"
    r"вы (?:мне )?(?:по)?став\w+|(?:меняли|поставили|ставили|делали) у вас|после (?:вашей|вас)|you installed|"
    r"снимите|передумал|"
    r"когда заберу|my car back|\bis the .{0,20} done"
)
# Trouble that is back is of what was done before, and nobody's guess; goods that are wanted once more are wanted all the same.
_AGAIN = re.compile(r"\b(?:опять|снова)\b")
_ONCE_MORE = re.compile(rf"\b(?:опять|снова) (?:нуж(?:ен|на|но|ны)|понадобил\w+) {_FEW}{_PART}")
_COMES_BACK = re.compile(
    r"\b(?:опять|снова|заново|повторно|по новой)\b|\bтак и не\b|до сих пор|по-прежнему|"
    r"\b(?:прошл|предыдущ|стар)\w+ (?:\w+ )?не подош|не подош(?:л[аио]|ел)\b|не помогло|то же самое|"
    r"все (?:еще|равно) (?:не|стуч|скрип|гуд|теч)|"
    r"\bagain\b|\bstill (?:not|no|the same|does|do|has|is)\b|did(?:n't| not) (?:fit|help|work)|same (?:problem|issue|thing)|once more"
)
_ONE_MORE_VISIT = re.compile(
    r"(?:опять|снова) (?:записа\w+|запиши\w*|приехать|приеду)|(?:записа\w+|запиши\w*(?: меня)?|приехать|приеду|заеду) (?:опять|снова)|"
    r"(?:come|visit|book|see you) (?:\w+ )?again"
)


def comes_back(text: str) -> bool:
    """Whether the words say that they are about something that was there before: whoever writes so to a closed matter is back with it."""
    plain = alike(text)
    if len(plain) > _LONGEST or _THANKS.search(plain):
        return False
    return _COMES_BACK.search(_ONE_MORE_VISIT.sub(" ", plain)) is not None


def matter_of(text: str) -> Matter | None:
    """The type of request these words are; None: a person decides."""
    plain = alike(text)
    if not plain or len(plain) > _LONGEST or _OFFER.search(plain) or _THANKS.search(plain):
        return None
    visit, price = _booking(plain), _PRICE.search(plain) is not None
    if _CLAIM.search(plain):
        return _claim(plain, asks=visit or price)
    if _WARRANTY.search(plain):
        return None if _NO_WARRANTY.search(plain) or visit else "warranty"
    if _CALLBACK.search(plain) or _NO_CALL.search(plain):
        return None if _NO_CALL.search(plain) else "callback"
    if _RESCHEDULE.search(plain):
        return None if _STAYS.search(plain) or price else "reschedule"
    return _about_goods(plain) or _about_work(plain, visit=visit, price=price)


def _booking(plain: str) -> bool:
    return _BOOKING.search(plain) is not None and not _NO_BOOKING.search(plain)


def _claim(plain: str, *, asks: bool) -> Matter | None:
    """Not where they are content, want a price or a visit for what others did, or only give goods back."""
    if _CONTENT.search(plain) or asks or "страхов" in plain:
        return None
    only_money = not _CLAIM.search(re.sub(_MONEY, " ", plain))
    return None if only_money and _RETURNS.search(plain) else "claim"


def _about_goods(plain: str) -> Matter | None:
    ordered = _ORDER.search(plain) is not None
    if _ABOUT_US.search(plain) and not (ordered and _ORDER_DEALS.search(plain)):
        return None
    if ordered and _ORDER_DEALS.search(plain):
        return None if _SPOILT.search(plain) or "appointment" in plain else "order_support"
    if _REPAIRING.search(plain) or _SPOILT.search(plain) or (_AGAIN.search(plain) and not _ONCE_MORE.search(plain)):
        return None
    if (ordered and _WHEN.search(plain)) or _COMES.search(plain):
        return "order_eta"
    return "parts_selection" if not ordered and _wants_parts(plain) else None


def _wants_parts(plain: str) -> bool:
    """A part is sought, or its price, and nothing is to be done to a car."""
    if re.search(_WORK, plain) or _BOOKING.search(plain) or _CARS_TROUBLE.search(plain) or _ALIEN.search(plain):
        return False
    if any(verb not in _BUYS for verb in _VERB.findall(plain)):
        return False
    named = _VIN.search(plain) and re.search(_PART, plain)
    return bool(named or _SEEKS.search(plain) or _PART_PRICE.search(plain))


def _about_work(plain: str, *, visit: bool, price: bool) -> Matter | None:
    if _REPAIRING.search(plain) or _AGAIN.search(_ONE_MORE_VISIT.sub(" ", plain)):
        return None
    if price and not visit:
        return "price" if _WORK_PRICED.search(plain) and not _OLD_BILL.search(plain) else None
    return "booking" if visit and not price else None
