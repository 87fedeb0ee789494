## Время на странице песочницы
sandbox-time = Время станций
sandbox-time-now = { $date }, { $time } ({ $city })
sandbox-time-hour = Вперёд на час
sandbox-time-day = Вперёд на сутки
sandbox-time-days = Вперёд на пять суток
sandbox-time-reminder = До ближайшего напоминания

## С чего начать
sandbox-console = Консоль
sandbox-intro-write = Напишите боту за Ивана: спросите о чём угодно или запишитесь на удобное время.
sandbox-intro-answer = Войдите в консоль как anna (пароль в терминале), нажмите «{ console-next }» и ответьте.
sandbox-intro-back = Ответ придёт сюда, в телефон Ивана.
sandbox-bot-about = Запись в автосервис, вопросы и новости о ремонте в одном чате. На вопросы отвечают живые люди.
