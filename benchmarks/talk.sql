-- Years of conversations, for `talk.py`. Words come as often as words do (the n-th most frequent 1/n as often as the first).
-- :requests, :talk messages each, :words in the table `pool`.

INSERT INTO client (public_id, name, phone, created_at)
SELECT 'talk' || n, 'Клиент ' || n, '+79' || lpad(n::text, 9, '0'), now() FROM generate_series(1, 1000) AS n;

INSERT INTO staff (login, name, role, password_hash, unit_ids)
SELECT 'talk' || n, 'Оператор ' || n, 'agent', 'x', '{}' FROM generate_series(1, 200) AS n;

ALTER TABLE request DISABLE TRIGGER USER;
INSERT INTO request (client_id, type, state, source, language, unit_id, agent_id, created_at, closed_at, closed_by, outcome, summary)
SELECT c.first + n % 1000, (ARRAY['other', 'booking', 'repair_status', 'price', 'claim'])[1 + n % 5], 'closed', 'telegram', 'ru', u.id,
    s.first + n % 200, at, at, s.first + n % 200, (ARRAY['solved', 'booked', 'answered', 'refused'])[1 + n % 4], ''
FROM generate_series(1, :requests) AS n
    CROSS JOIN (SELECT min(id) AS first FROM client WHERE public_id LIKE 'talk%') AS c
    CROSS JOIN (SELECT min(id) AS first FROM staff WHERE login LIKE 'talk%') AS s
    CROSS JOIN LATERAL (SELECT now() - (:requests - n) * interval '2 minutes' AS at) AS moment
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM unit) AS u ON u.place = n % (SELECT count(*) FROM unit);
ALTER TABLE request ENABLE TRIGGER USER;

INSERT INTO message (request_number, direction, author, text, at)
SELECT r.number, (ARRAY['in', 'out', 'in', 'note'])[1 + m % 4], 'Анна', said.text, r.created_at + m * interval '1 minute'
FROM request r CROSS JOIN generate_series(1, :talk) AS m
    CROSS JOIN LATERAL (
        SELECT string_agg(p.word, ' ') AS text
        FROM (SELECT floor(power(:words::float8, random()))::integer AS rank FROM generate_series(1, 10 + (r.number + m) % 5)) AS picked
            JOIN pool p ON p.rank = picked.rank
    ) AS said;
