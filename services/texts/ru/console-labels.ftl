## Метки, повторные обращения, целевые и нецелевые
console-tag = Метка
console-tags = Метки
console-tags-none = Меток нет.
console-tag-add = Добавить метку
console-tag-off = Снять метку «{ $name }»
console-key-tag = добавить метку
console-invalid-tag-required = Выберите метку из списка.
console-invalid-tag-unknown = Такой метки нет. Новые заводит руководитель в настройках.
console-invalid-tag-too-many = Меток уже достаточно: больше двадцати на одно обращение не поставить.
console-tags-figures = Метки в цифрах
console-tags-figures-none = За эти дни обращений с метками не было.
console-tags-share = Доля обращений
console-tags-under-one = меньше 1 %
console-tags-handling = От взятия до закрытия
console-tags-hold = У последнего оператора
console-tags-explained = Время среднее и рабочее, по закрытым обращениям: от момента, когда обращение впервые взяли, до закрытия; и от момента, когда его взял тот, кто закрыл.
console-span-since = С
console-span-until = По
console-repeats = Повторные
console-repeats-title = Повторные обращения и претензии
console-repeats-claims = Претензии
console-repeats-days = По дням
console-repeats-day = День
console-repeats-came = Всего обращений
console-repeats-of = { $count ->
    [one] из { $count } обращения
   *[other] из { $count } обращений
}
console-repeats-picture = Повторных обращений: { $count }, претензий: { $claims }. Числа по дням в таблице ниже.
console-repeats-types = По типам
console-repeats-people = Кому засчитано
console-repeats-nobody = Никому
console-repeats-closed = Закрыто за эти дни
console-repeats-explained = Повторное обращение засчитывается тому, кто закрыл первое: клиент вернулся с тем же вопросом в новом обращении или в том же, открыв его снова.
console-repeats-none = За эти дни никто не вернулся с тем же вопросом.
console-repeat-mark = Повторное обращение
console-repeat-itself = клиент вернулся в это же обращение
console-opened-again = Открыто снова
console-repeat-not = Отмечено, что это не повтор:
console-repeat-after = { $days ->
    [0] закрыто в тот же день
    [one] закрыто за { $days } день до этого
    [few] закрыто за { $days } дня до этого
   *[many] закрыто за { $days } дней до этого
}{ $known ->
    [yes] {""}, засчитано: { $charged }
   *[no] {""}
}
console-repeat-later = Клиент вернулся с тем же
console-repeat-later-after = { $days ->
    [0] в тот же день
    [one] через { $days } день после закрытия
    [few] через { $days } дня после закрытия
   *[many] через { $days } дней после закрытия
}
console-repeat-settle = Это не так?
console-repeat-is-yes = Повторное
console-repeat-is-no = Не повтор
console-repeat-charged = Кому засчитать
console-reason = Причина
console-labels-decided = Решение: { $who }
console-qualified = Обращение
console-qualified-yes = целевое
console-qualified-no = нецелевое
console-qualified-unknown = ещё не отмечено
console-qualified-by-outcome = по итогу
console-qualify = Целевое или нет?
console-qualify-yes = Целевое
console-qualify-no = Нецелевое
console-filter-repeat = Повторные
console-filter-blamed = Повтор засчитан
console-course-request-repeat = Клиент вернулся с тем же вопросом: повторное обращение
console-course-request-repeat-settled = { $who }: пометка о повторном обращении изменена ({ $reason })
console-course-request-tagged = { $who }: метки изменены
console-course-request-qualified = { $who }: изменено, целевое ли обращение
console-set-section-tags = Метки и повторы
console-set-tags-why = Метки помогают найти все обращения об одном и том же и увидеть, сколько их и сколько времени они занимают. Ставят их операторы, руководители и контроль качества.
console-set-new-tag = Новая метка
console-set-tag-name = Название
console-set-tag-name-hint = Коротко: его видят в списках и набирают при поиске.
console-set-tag-active = Можно ставить
console-set-tag-count = { $count ->
    [0] Ни на одном обращении
    [one] На { $count } обращении
   *[other] На { $count } обращениях
}
console-set-tag-into = Заменить меткой
console-set-tag-into-hint = Все обращения с этой меткой получат другую, а эта выйдет из употребления.
console-set-tag-merge = Заменить
console-set-repeats-why = Если клиент вернулся с тем же вопросом в течение этих дней после закрытия, обращение считается повторным. 0: не считать.
console-set-repeats-days = дней
console-set-repeats-as-chain = { $days ->
    [one] Пусто: как в сети, { $days } день.
    [few] Пусто: как в сети, { $days } дня.
   *[many] Пусто: как в сети, { $days } дней.
}
console-set-field-days = Дней
console-set-field-into = Заменена меткой
console-invalid-name-ru-taken = Такая метка уже есть.
console-invalid-name-en-taken = Такая метка уже есть.
console-invalid-into-unknown = Выберите метку.
console-invalid-into-another-units = Это метка другого филиала.
console-set-event-tag-added = Метка добавлена
console-set-event-tag-changed = Метка изменена
console-set-event-tag-merged = Метка заменена другой
console-set-event-tag-repeat-days = Изменён срок повторных обращений
console-set-audit-tag = Метки и повторы
console-repeats-more = По типам и операторам
console-set-repeats-chain = Вся сеть
console-set-about-tags = Какие метки есть, и когда обращение считается повторным
