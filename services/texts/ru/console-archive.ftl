## Поиск по переписке
console-archive = Поиск по переписке
console-archive-brief = Переписка
console-archive-label = Что искать в переписке
console-archive-placeholder = Слова, «точная фраза», -исключить, телефон, госномер, VIN
console-archive-find = Найти
console-archive-hint = Слова ищутся в любой форме, опечатка не помешает. «Точную фразу» возьмите в кавычки, лишнее исключите минусом: масло -моторное.
console-archive-own = Видны обращения, которые вы ведёте или вели.
console-archive-own-units = Видны обращения ваших филиалов.
console-archive-narrow = Уточнить
console-archive-who = Чьи слова
console-archive-anybodys = чьи угодно
console-archive-who-in = клиента
console-archive-who-out = наши
console-archive-who-note = заметки
console-archive-led = Кто вёл
console-archive-anybody = кто угодно
console-archive-any = любое
console-archive-tag = Метка
console-archive-any-tag = любая
console-archive-from = Поступило с
console-archive-to = Поступило по
console-archive-order = Порядок
console-archive-order-newest = сначала новые
console-archive-order-relevance = сначала подходящие
console-archive-files = только с файлами
console-archive-said-in = { $name }:
console-archive-said-out = { $name } (мы):
console-archive-said-note = Заметка, { $name }:
console-archive-said-summary = В итогах обращения:
console-archive-more = { $count ->
    [one] и ещё { $count } сообщение
    [few] и ещё { $count } сообщения
   *[many] и ещё { $count } сообщений
}
console-archive-count = { $count ->
    [0] Ничего не нашлось
    [one] На странице { $count } обращение
    [few] На странице { $count } обращения
   *[many] На странице { $count } обращений
}
console-archive-direct = По номеру или клиенту
console-archive-words = По словам
console-archive-further = Показать более ранние
console-archive-instead = По «{ $typed }» ничего не нашлось, показано для «{ $instead }».
console-archive-only-some = Обращений, где есть всё сразу, нет. Вот те, где есть хотя бы часть слов, сначала самые подходящие.
console-archive-nothing = В переписке этого не нашлось
console-archive-nothing-hint = Попробуйте другие слова или меньше слов. Только что написанное находится через пару секунд.
console-archive-nothing-to-look-for = Искать пока нечего: нужно хотя бы одно слово со смыслом, не только предлоги, знаки или исключения.
console-archive-too-much = Под запрос подходит слишком много, просмотрено не всё. Добавьте слово или уточните условия.
console-archive-cut = Запрос очень длинный: искали только по его началу.
console-archive-filling = Старые обращения ещё добавляются в поиск: готово { $share } %.
console-archive-look = Искать «{ $words }» в переписке
console-archive-outcome = Итог
console-key-archive = искать в переписке
