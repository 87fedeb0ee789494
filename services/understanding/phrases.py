"""The phrases of `rules`, Russian and English, in the notation of `grammar`, on lower case without ё and signs.

Not texts for people: what people write.
"""

import re

from services.understanding.grammar import compile_phrases

# Before and after the wish; taken off again and again.
COURTESY = compile_phrases(
    """
    здравствуйте|здрасьте|здравствуй|привет|приветствую|алло|hi|hello|hey|there|guys|dear
    добрый|доброе|доброго|доброй день|дня|вечер|вечера|утро|утра|времени|ночи [суток]
    добрый|вечер|день
    good morning|afternoon|evening|day
    подскажите|скажите|расскажите|пожалуйста|пож|плиз|плз|пжл|пжлста|извините|простите|слушайте|интересует|будьте_добры
    ребят|ребята|уважаемые|девушка|а|ну|и|вот|please|sorry|so|and|excuse_me
    хотел|хотела|хотелось|можно|можете|не [бы] узнать|уточнить|спросить|сказать|подсказать|подскажете
    can|could|would you [please] tell|let me [know]
    i'd|i_would|i like|wanted|want to know|ask
    do_you_know|just_wondering|may_i_ask
    """,
    {},
)
FAREWELL = compile_phrases(
    """
    пожалуйста|подскажите|скажите|пож|плиз|плз|пжл|пжлста|спасибо|заранее_спасибо|спасибо_большое|спс|благодарю
    please|thanks|thank_you|thx
    """,
    {},
)

_GROUPS = {
    "machine": "машин*|авто|автомобил*|автомаш*|тачк*|ремонт*|заказ_наряд*|зн",
    "my": "мой|моя|мое|мои|моей|моим|моем|моего|моему|моих|моими|наш|наша|нашей|нашу|мою",
    "done": "готов|готова|готово|готовы|сделали|сделана|сделано|отремонтировали|починили|закончили|отремонтирована",
    "day": (
        "сегодня|завтра|сейчас|послезавтра|по_выходным|в_выходные|на_выходных|в_понедельник|во_вторник|в_среду|в_четверг|в_пятницу|"
        "в_субботу|в_воскресенье|по_субботам|по_воскресеньям|по_будням|в_будни|круглосуточно|today|tomorrow|now|right_now|tonight|"
        "weekends|on_weekends|at_weekends|on_the_weekend|this_weekend|on_monday|on_mondays|on_saturday|on_saturdays|on_sunday|on_sundays|"
        "saturday|saturdays|sunday|sundays"
    ),
    "date": "понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|выходные|утро|вечер",
    "part": (
        "колодк*|диск|диски|радиатор*|фильтр*|свечи|бампер*|стартер*|генератор*|амортизатор*|стойк*|рычаг*|сайлент*|подшипник*|"
        "ступиц*|ремень|ремни|ролик*|помп*|насос*|фара|фары|стекло|зеркало|крыло|капот|дверь|резина|шины|щетки|аккумулятор*|прокладк*|"
        "сцепление|турбин*"
    ),
    "order": "заказ|заказы|заказа|заказом|заказу|посылка|запчаст*|детал*",
    "comes": (
        "придет|придут|пришел|пришла|пришло|пришли|приходит|приходят|прибудет|прибыл|прибыла|прибыли|приедет|приедут|приехал|приехала|"
        "приехали|привезут|привезли|поступит|поступят|поступил|поступила|поступили|доставят|доставили|едет|едут|ждать"
    ),
    "item": "order|part|parts|spare_parts|package|delivery|brake_pads|tyres|tires",
    "car": "car|vehicle|truck|van|repair",
}

# A wish to come, said outright. What for and when may follow: the questions of the booking ask for both.
BOOKING = compile_phrases(
    """
    [я|мы|мне|нам] [бы] [хочу|хотим|хотел|хотела|хотели|хотелось|можно|могу|нужно|надо|как|прошу|давайте] [бы|ли|мне]* [к_вам|у_вас] записаться|записать|забронировать …
    запишите|запиши|запишусь …
    [нужна|хочу|можно] запись на …
    нужна|хочу|можно запись
    на_когда|какое|есть|когда [ли] [у_вас] ближайш*|свободн* [свободн*] окн*|окошк*|время|места|место|запись|дата …
    есть [ли] [у_вас] [на] [{day}|{date}] окошк*|окно|окна [на] [{day}|{date}]
    [i'd|i_would|i|we'd|we_would|we|can_i|could_i|may_i|can_we|how_do_i|how_can_i|let's] [like|want|wish|need] [to] book|schedule|make|arrange [me] a|an|my_car_in_for appointment|booking|visit|service …
    [i'd|i_would|i|we'd|we_would|we|can_i|could_i|can_you|could_you|how_do_i|how_can_i] [like|want|need] [to] book|schedule [me|us|my_car|a_car|it] [in] for …
    [i'd|i_would|i|we|can_i|could_i|can_you|could_you] [like|want|need] [to] book me|us|my_car in …
    [i'd|i_would|i|we|can_i|could_i|can_you|could_you|how_do_i] [like|want|need] [to] book|schedule a|an [first] oil_change|inspection|diagnostics|tyre_change|maintenance|wheel_alignment …
    [i|we|i'd|i_would] need|want|like an|a appointment|booking …
    do_you_have|have_you|are_there|is_there|any [any|a] free|available|open slots|slot|times|appointments …
    """,  # noqa: E501 - a phrase is a line
    _GROUPS,
)

PLACE = compile_phrases(
    """
    [вы] до|со|с скольки|сколько|скольких|какого_часа [вы|у_вас] [и_до_скольки] [{day}] [вы|работаете|открыты|принимаете]* [{day}]
    [вы] во сколько [вы] [{day}] [вы] открываетесь|закрываетесь|начинаете|заканчиваете [работать] [{day}]
    [какой|какое|какие] [у_вас|ваш|ваше|ваши] [сейчас] график|режим|часы|расписание [работы] [у_вас|какой|какие] [{day}]
    [какое] [у_вас|ваше] время работы [у_вас|какое] [{day}]
    как|когда|в_какие_часы|в_какие_дни|в_какое_время [вы] [{day}] [вы] работаете|открываетесь|закрываетесь|открыты|принимаете [{day}]
    [вы] [{day}] [вы] работаете|открыты [ли] [вы] [еще] [{day}]
    [какой|ваш|скиньте|пришлите|дайте|напишите|можно|нужен|мне|у_вас|точный|по_какому]* адрес|адреса|адресу [ваш|какой|у_вас|скиньте|пришлите|дайте|напишите|можно|сервиса|станции|автосервиса|вы|находитесь]*
    где вы|вас [находитесь|расположены|найти|территориально]
    где [вы] находитесь|расположены [вы]
    где ваш|ваша|ваши сервис|автосервис|станция|филиал|филиалы [находится|расположен|находятся]
    как к_вам|до_вас|вас [лучше] проехать|доехать|добраться|подъехать|найти
    куда [к_вам] приезжать|подъезжать|ехать|подъехать|приехать
    [какой|ваш|скиньте|дайте|пришлите|напишите|можно|нужен|у_вас|контактный|городской]* телефон|номер_телефона [ваш|какой|у_вас|сервиса|станции|скиньте|дайте|для_связи]*
    ваш|скиньте|дайте|пришлите [ваш] номер
    как|куда|по_какому_номеру|по_какому_телефону к_вам|вам|до_вас|можно позвонить|звонить|дозвониться
    ваши контакты
    are you [guys] [still] open|working [{day}]
    do you work|open [{day}]
    what's|what_is|what_are|what [your|the] opening_hours|working_hours|business_hours|hours [{day}]
    [at] what_time|when|until_what_time|till_when|how_late|how_early do|are you open|close|closing|opening|work|working [until|till] [{day}]
    [your] opening_hours|working_hours|business_hours [{day}]
    [what's|what_is] [your|the] [exact] address [of_the_service|of_your_service|of_the_station]
    can|could i have|get your|the address|phone_number|phone
    where are you [located|based|situated]
    where_is|where's your shop|station|service|workshop|garage [located]
    how do|can i get_there|get_to_you|find_you|reach_you|call_you
    [what's|what_is] [your|the] contact|phone|telephone number|details
    """,  # noqa: E501
    _GROUPS,
)

STATUS = compile_phrases(
    """
    как|что [там] [сейчас] [у_вас] с|по|насчет [{my}] {machine} [сейчас|там]
    как [там] [идет|продвигается|идут_дела_с|дела_с] [{my}] {machine}
    [{my}] {machine} [уже|там|еще] {done} [уже|ли]
    [уже] {done} [ли] [уже] [{my}] {machine}
    когда|скоро|во_сколько [уже|ли] [будет|можно]* [уже] готов|готова|готово|забрать|забирать|закончите|доделаете [будет] [{my}] [{machine}] [из_ремонта|забрать]
    когда [{my}] {machine} [будет] готов|готова
    когда [{my}] {machine} [будет] можно [будет] забрать|забирать
    [уже] можно|могу [ли|уже]* забирать|забрать [уже] [{my}] {machine}
    на_каком|на_какой [сейчас] этапе|стадии [находится|сейчас] [{my}] {machine} [находится|сейчас]
    [{my}] {machine} на_каком|на_какой [сейчас] этапе|стадии
    [какой|какая|каков|узнать|уточнить] [сейчас] статус|стадию|стадия|этап|ход [по] [у] [{my}] {machine}
    где [сейчас] {my} {machine}
    any|is_there_any news|update|updates on|about my|our|the {car}
    is my|our|the {car} ready|done|finished|complete|fixed [yet|now|today|already]
    when will my|our|the {car} be ready|done|finished|fixed
    what's|what_is|what_about the status of my|our|the {car} [order]
    what's|what_is happening with my|our {car}
    how's|how_is my|our|the {car} [doing|going|coming_along]
    where's|where_is my|our {car} [now]
    [my] {car} status
    [the] status of my {car}
    when can|could i pick_up|collect|get my|our|the {car} [back]
    can i pick_up|collect my|our|the {car} [already|now|yet]
    """,  # noqa: E501
    _GROUPS,
)

PARTS = compile_phrases(
    """
    когда|скоро|сколько [уже|мне|примерно|ли]* {comes} [{my}] {part}|{order}
    когда|скоро [уже|примерно|ли]* [{my}] {part}|{order} {comes}
    когда {my} {part}|{order}
    [{my}] {part}|{order} [когда|уже|скоро|там]* {comes} [уже]
    [{my}] {order} когда|где
    {comes} [ли|уже] [{my}] {part}|{order} [уже]
    где|что_с|как_там [сейчас] {my} {part}|{order}
    где|что_с|что_по [сейчас] {order}
    [какой] статус|срок|сроки [доставки|поставки] [моего|моей|моих] {order}
    when will|does|do|is|are my|our|the {item} arrive|come|be_here|be_delivered|coming|arriving|due
    where's|where_is|where_are my|our|the {item} [now]
    has|have|did my|our|the {item} arrived|arrive|come [in] [yet]
    is|are my|our|the {item} in|here|there [yet]
    what's|what_is the status of my|our {item}
    [the] status of my|our {item}
    [my] order status
    """,
    _GROUPS,
)

# Order numbers, plates and their like: everything with a digit in it, with the word that introduces it.
MARK = re.compile(
    r"(?:\b(?:номер|госномер|гос номер|number|plate|no) )?"
    r"(?P<mark>\b[авекмнорстухabekmhopctyx] ?\d{3} ?[авекмнорстухabekmhopctyx]{2} ?\d{2,3}\b|\b[a-zа-я]{0,4}-?\d[\w-]*)"
)

# Somebody complains, asks for a person, describes a trouble, or has a second matter: an agent reads it (W8).
UPSET = re.compile(
    r"\b(?:обеща|претензи|жал[оу]б|жалу|верн[иу]т|возврат|компенсац|безобраз|хамс|хам\b|ужас|кошмар|обман|надоел|задолба|потеря|пропал|"
    r"слома|поцарап|разби|угрожа|гаранти|специалист|оператор|менеджер|человек|директор|начальник|перезвон|позвоните|бот\b|робот|идиот|"
    r"тупо|тупы|блин\b|достал[аи]?\b|давно\b|почему\b|зачем\b|никто\b|забыли\b|опять\b|снова\b|сколько можно|до сих пор|судом?\b|суда\b|"
    r"(?:второй|третий|четвертый|пятый|который) раз|кто ответит|не (?:отвеч|дозвон|бер[уе]т|сделал|готов|приш|прив[её]з|работает|завод)|"
    r"уже (?:\w+ )?(?:день|дня|дней|сутки|недел|месяц)|недел[яюи] прошл|стуч|скрип|свист|гуд[ия]т|гул\b|теч[её]|троит|подтраива|вибр|"
    r"дерга|шумит|шум\b|гор[ия]т|кипит|заглох)",
)
UPSET_EN = re.compile(
    r"\b(?:promis|complain|refund|money back|still (?:not|no|waiting|nothing)|again\b|why\b|nobody|no one|unaccept|terrible|awful|ridic|"
    r"worst|warranty|human|real person|agent\b|manager|operator|call me|damag|scratch|for (?:\w+ )?(?:days|weeks|months)\b|days? ago|"
    r"how much longer|not (?:ready|done|working)|broke|lost\b|sue\b|knock|noise|leak|vibrat|squeak|grind|rattl|overheat)",
)
# A visit that exists already, somebody in particular, a price: the dialogue of the booking cannot settle it.
NOT_BOOKING = re.compile(
    r"\b(?:записан|записал|записыва|перенес|перенос|отмен|перезапис|перестав|передвин|опозда|задерж|мо[яюей]+ запис|в силе|актуальн|"
    r"сколько|поч[её]м\b|цен[аыу]\b|стоимост|мастер|только к\b|сво(?:ими|и|й|е|их) |эвакуатор|без\b|отзыв|работу\b|стажиров|собеседов|"
    r"курс|пробег|тыс|км\b|телефон|номер|адрес|фамили|пароль|голосов|видео|что\b|или\b|но\b|если\b|не\b|и (?:еще|когда|где|какой))"
)
NOT_BOOKING_EN = re.compile(
    r"\b(?:my (?:appointment|booking|visit)|cancel|reschedul|move|moving|change my|already|can't|cannot|won't|late\b|how much|price|cost|"
    r"tow\b|unless|or\b|but\b|if\b|without|hotel|flight|table\b|mileage|km\b)"
)
