-- A large chain's years, for `crowd.py`. Rows follow from their number: n is the n-th of its kind, `:first + n` its id. A tenth of the
-- clients has half of the requests.

INSERT INTO staff (login, name, role, password_hash, shift, shift_at, unit_ids)
SELECT 'crowd' || n, 'Оператор ' || n, 'agent', 'x', 'on', now(), CASE WHEN n % 4 = 0 THEN ARRAY[(SELECT min(id) FROM unit)]
    ELSE '{}' END
FROM generate_series(1, :agents) AS n;

INSERT INTO client (id, public_id, name, phone, created_at) OVERRIDING SYSTEM VALUE
SELECT :first + n, 'crowd' || n, (ARRAY['Анна', 'Иван', 'Пётр', 'Ольга', 'Мария'])[1 + n % 5] || ' Клиентова' || n, '+79'
    || lpad(n::text, 9, '0'),
    now() - (n % 1000) * interval '1 day'
FROM generate_series(1, :clients) AS n;

INSERT INTO chat (chat_id, client_id, first_name, username, telegram_language, created_at)
SELECT :chats + n, :first + n, 'Анна', 'crowd' || n, 'ru', now() - (n % 1000) * interval '1 day' FROM generate_series(1, :clients) AS n;

INSERT INTO consent (client_id, kind, granted, text_version, language, source, at)
SELECT :first + n, 'service', true, '1', 'ru', 'telegram', now() - (n % 1000) * interval '1 day' FROM generate_series(1, :clients) AS n;

INSERT INTO vehicle (id, public_id, client_id, make, model, vin, plate, source, created_at) OVERRIDING SYSTEM VALUE
SELECT :first + n, 'crowd' || n, :first + n, 'Lada', 'Vesta', 'XTA' || lpad(n::text, 14, '0'), 'А' || lpad((n % 1000)::text, 3,
    '0') || 'ВС' || n % 200,
    'telegram', now()
FROM generate_series(1, :clients) AS n;

INSERT INTO mileage (vehicle_id, km, at, source)
SELECT :first + n, n % 300000, now() - (n % 1000) * interval '1 day', 'order' FROM generate_series(1, :clients) AS n;

INSERT INTO request (number, client_id, chat_id, type, state, source, language, unit_id, agent_id, created_at, waiting_since,
    queue_key, assigned_at,
    last_client_at, last_agent_at, closed_at, closed_by, outcome, summary, vehicle_id) OVERRIDING SYSTEM VALUE
SELECT :first + n, :first + c, :chats + c, (ARRAY['other', 'booking', 'repair_status', 'price', 'claim'])[1 + n % 5], s.state,
    'telegram', 'ru',
    u.id, a.id, at, CASE WHEN s.state IN ('queued', 'assigned') THEN at END, at, CASE WHEN a.id IS NOT NULL THEN at END, at,
    CASE WHEN s.state <> 'queued' THEN at END, CASE WHEN s.state = 'closed' THEN at END, CASE WHEN s.state = 'closed' THEN a.id END,
    CASE WHEN s.state = 'closed' THEN 'solved' END, CASE WHEN s.state = 'closed' THEN 'Готово' END, CASE
        WHEN n % 10 = 0 THEN :first + c END
FROM generate_series(1, :requests) AS n
    CROSS JOIN LATERAL (SELECT 1 + CASE WHEN n % 2 = 0 THEN n % :clients ELSE n % (:clients / 10) END AS c) AS whose
    CROSS JOIN LATERAL (SELECT now() - (:requests - n + 60) * interval '1 minute' AS at) AS moment
    CROSS JOIN LATERAL (SELECT CASE WHEN n <= :requests - :open THEN 'closed' WHEN n % 50 = 0 THEN 'assigned'
        WHEN n % 3 = 0 THEN 'waiting_client'
        ELSE 'queued' END AS state) AS s
    LEFT JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM staff WHERE login LIKE 'crowd%') AS a
        ON a.place = n / 50 % :agents AND s.state IN ('assigned', 'closed')
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM unit) AS u ON u.place = n % (SELECT count(*) FROM unit);

INSERT INTO request_former_agent SELECT number, agent_id FROM request WHERE agent_id IS NOT NULL AND number % 20 = 0;

INSERT INTO message (id, request_number, direction, author, text, at, chat_id, delivery) OVERRIDING SYSTEM VALUE
SELECT :first + n, :first + r, CASE n % 2 WHEN 1 THEN 'in' ELSE 'out' END, 'Анна', 'Здравствуйте, стучит справа спереди, номер ' || n,
    now() - (:requests - r + 60) * interval '1 minute' + m * interval '1 second', NULL, CASE n % 2 WHEN 0 THEN 'sent' END
FROM generate_series(1, :requests) AS r CROSS JOIN generate_series(1, :talk) AS m
    CROSS JOIN LATERAL (SELECT (r - 1) * :talk + m AS n) AS place;

INSERT INTO message_telegram (chat_id, telegram_id, message_id)
SELECT r.chat_id, m.id - :first, m.id FROM message m JOIN request r ON r.number = m.request_number WHERE m.id > :first AND m.id % 2 = 1;

INSERT INTO event (type, at, actor, subject, unit_id, data)
SELECT (ARRAY['contact', 'message.in', 'message.delivery', 'request.opened', 'request.assigned', 'request.closed', 'contact',
    'contact', 'message.in',
    'message.delivery'])[m], now() - (:requests - r + 60) * interval '1 minute', 'system',
    CASE WHEN m IN (1, 7, 8) THEN 'client:crowd' || r ELSE 'request:' || :first + r END, NULL, '{"outcome": "bot"}'
FROM generate_series(1, :requests) AS r CROSS JOIN generate_series(1, :talk) AS m;

INSERT INTO promise (request_number, due_at, state, made_at, after_message, kept_at)
SELECT :first + n, now(), 'kept', now(), 0, now() FROM generate_series(1, :requests, 5) AS n;

INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, done_at)
SELECT 1, n, 'u' || :chats + n, repeat('x', 400), at, at FROM generate_series(1, :clients) AS n
    CROSS JOIN LATERAL (SELECT now() - (:clients - n) * (interval '14 days' / :clients) AS at) AS moment;

INSERT INTO outbox (chat_id, method, params, kind, message_id, state, due_at, created_at, finished_at, attempts, telegram_ids)
SELECT :chats + n, 'sendMessage', jsonb_build_object('text', repeat('x', 200)), 'mirror', :first + 2 * n, 'sent', at, at, at, 1,
    ARRAY[n::bigint]
FROM generate_series(1, :clients) AS n
    CROSS JOIN LATERAL (SELECT now() - (:clients - n) * (interval '30 days' / :clients) AS at) AS moment;

INSERT INTO appointment (id, public_id, unit_id, client_id, vehicle_id, starts_at, ends_at, status, source, created_at,
    chat_id) OVERRIDING SYSTEM VALUE
SELECT :first + n, 'crowd' || n, u.id, :first + c, :first + c, at, at + interval '1 hour', CASE WHEN at < now() THEN 'done'
    ELSE 'booked' END,
    'telegram', at - interval '3 days', :chats + c
FROM generate_series(1, :clients) AS n
    CROSS JOIN LATERAL (SELECT 1 + CASE WHEN n % 2 = 0 THEN n % :clients ELSE n % (:clients / 10) END AS c) AS whose
    CROSS JOIN LATERAL (SELECT date_trunc('hour',
        now()) + interval '20 days' - (:clients - n) * (interval '1020 days' / :clients) AS at) AS moment
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM unit) AS u ON u.place = n % (SELECT count(*) FROM unit);

INSERT INTO appointment_work (appointment_id, position, work_id, minutes)
SELECT id, 0, (SELECT min(id) FROM work WHERE bookable), 40 FROM appointment WHERE id > :first;

INSERT INTO repair_order (id, public_id, ref, client_id, vehicle_id, unit_id, status, created_at, changed_at) OVERRIDING SYSTEM VALUE
SELECT :first + n, 'crowd' || n, 'ЗН-' || n, :first + n, :first + n, (SELECT min(id) FROM unit), CASE
    WHEN n % 100 = 0 THEN 'in_work' ELSE 'closed' END,
    now() - (n % 1000) * interval '1 day', now() - (n % 1000) * interval '1 day'
FROM generate_series(1, :clients / 2) AS n;

INSERT INTO repair_order_line (order_id, line, position, title, kind, quantity, price, currency)
SELECT :first + n, m::text, m, 'Замена масла', 'work', 1, 1000, 'RUB' FROM generate_series(1, :clients / 2) AS n
    CROSS JOIN generate_series(1, 2) AS m;

INSERT INTO repair_order_step (order_id, at, status)
SELECT :first + n, now() - (n % 1000) * interval '1 day', 'received' FROM generate_series(1, :clients / 2) AS n;

INSERT INTO reminder (kind, subject, occurrence, client_id, unit_id, due_at, state, planned_at, settled_at)
SELECT 'visit-day', 'appointment:' || :first + n, 1, :first + n, (SELECT min(id) FROM unit),
    now() + interval '30 days' - n * interval '1 minute',
    CASE WHEN n % 50 = 0 AND n < 40000 THEN 'planned' ELSE 'sent' END, now(), now()
FROM generate_series(1, :clients) AS n;

INSERT INTO file (id, public_id, kind, name, mime, size, state, telegram_file_id, created_at) OVERRIDING SYSTEM VALUE
SELECT :first + n, 'crowd' || n, 'photo', 'photo.jpg', 'image/jpeg', 1000, 'ready', 'x' || n, now() FROM generate_series(1,
    :clients / 5) AS n;

INSERT INTO attachment (message_id, position, file_id) SELECT :first + n * 50, 0, :first + n FROM generate_series(1, :clients / 5) AS n;
