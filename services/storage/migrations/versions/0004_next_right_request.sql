-- ---- One check instead of seven
-- PostgreSQL reads the text of each CHECK anew in every statement that changes the table: seven cost a fifth of handing a request out.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'request'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE request DROP CONSTRAINT %I', name);
    END LOOP;
END $$;
CREATE FUNCTION request_is_sound(
    state text, alarm text, rating smallint, agent integer, waiting timestamptz, key timestamptz, outcome text, summary text
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE state
            WHEN 'queued' THEN agent IS NULL AND waiting IS NOT NULL AND key IS NOT NULL
            WHEN 'assigned' THEN agent IS NOT NULL
            WHEN 'promised' THEN agent IS NOT NULL
            WHEN 'closed' THEN outcome IS NOT NULL AND summary IS NOT NULL
            ELSE state = 'waiting_client'
        END AND coalesce(alarm IN ('danger', 'law'), true) AND coalesce(rating BETWEEN 1 AND 5, true);
END $$;
ALTER TABLE request ADD CONSTRAINT request_sound
    CHECK (request_is_sound(state, alarm, rating, agent_id, waiting_since, queue_key, outcome, summary));

-- ---- How requests are handed out, as data
-- One row for the chain (unit null), and one for each unit that has its own.
CREATE TABLE policy (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer REFERENCES unit,
    weights jsonb NOT NULL                   -- minutes of waiting: see standing()
        DEFAULT '{"types": {"claim": 30}, "tiers": {}, "law": 525600, "returned": 5, "promise": 0, "deadline": null}',
    reservation_minutes integer,             -- how long a returning request is kept for who led it; null: the setting's
    matter_minutes integer NOT NULL DEFAULT 0,  -- how long a new request is kept for who leads another of the client's; 0: it is not
    rest_minutes integer NOT NULL DEFAULT 60,   -- how long a request that somebody gave back does not come to them again
    UNIQUE NULLS NOT DISTINCT (unit_id)
);
INSERT INTO policy DEFAULT VALUES;

-- Who may take what: a class is a unit (0: not known yet), a type and a language. `staff.classes` follows from units, skills and languages
-- of all (a type, or a language, that nobody active has goes to everybody: contract, "Staff"); null: any.
CREATE TABLE routing_class (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit integer NOT NULL,
    type text NOT NULL,
    language text NOT NULL,
    UNIQUE (unit, type, language)
);
ALTER TABLE staff
    ADD COLUMN languages text[] NOT NULL DEFAULT '{}',  -- empty: every language
    ADD COLUMN classes integer[];
ALTER TABLE request
    ADD COLUMN class integer,
    ADD COLUMN returns smallint NOT NULL DEFAULT 0,  -- how often it came back from who led it
    ADD COLUMN standing jsonb;                       -- what put it where it stands in the queue

CREATE FUNCTION somebody_speaks(p_language text, p_unit integer) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM staff WHERE active AND role = 'agent' AND (languages = '{}' OR p_language = ANY (languages))
            AND (unit_ids = '{}' OR p_unit IS NULL OR p_unit = ANY (unit_ids)));
END $$;
CREATE FUNCTION staff_classes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH open AS (
        SELECT id, unit, type, language,
            NOT somebody_can(type, nullif(unit, 0)) AS any_skill, NOT somebody_speaks(language, nullif(unit, 0)) AS any_language
        FROM routing_class
    ), wanted AS (
        SELECT s.id, CASE WHEN NOT (s.unit_ids = '{}' AND s.skills = '{}' AND s.languages = '{}') THEN ARRAY(
            SELECT o.id FROM open o WHERE (s.unit_ids = '{}' OR o.unit = 0 OR o.unit = ANY (s.unit_ids))
                AND (s.skills = '{}' OR o.type = ANY (s.skills) OR o.any_skill)
                AND (s.languages = '{}' OR o.language = ANY (s.languages) OR o.any_language) ORDER BY o.id) END AS classes
        FROM staff s
    )
    UPDATE staff s SET classes = w.classes FROM wanted w WHERE s.id = w.id AND s.classes IS DISTINCT FROM w.classes;
    RETURN NULL;
END $$;
CREATE TRIGGER staff_classes AFTER INSERT OR UPDATE OF active, role, unit_ids, skills, languages ON staff
    FOR EACH STATEMENT EXECUTE FUNCTION staff_classes();
CREATE TRIGGER staff_classes AFTER INSERT ON routing_class FOR EACH STATEMENT EXECUTE FUNCTION staff_classes();

-- Made with the unit, so that no client's request has to wait for who is who.
CREATE FUNCTION usual_classes() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO routing_class (unit, type, language)
    SELECT u.id, t.type, l.language FROM (SELECT 0 AS id UNION SELECT id FROM unit) u
        CROSS JOIN unnest(ARRAY['booking', 'reschedule', 'repair_status', 'order_eta', 'order_support', 'parts_selection', 'warranty',
            'claim', 'price', 'callback', 'other']) t (type)
        CROSS JOIN unnest(ARRAY['ru', 'en']) l (language)
    ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION unit_classes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM usual_classes();
    RETURN NULL;
END $$;
CREATE TRIGGER unit_classes AFTER INSERT ON unit FOR EACH STATEMENT EXECUTE FUNCTION unit_classes();
CREATE FUNCTION class_of(p_unit integer, p_type text, p_language text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    found integer := (SELECT id FROM routing_class WHERE unit = coalesce(p_unit, 0) AND type = p_type AND language = p_language);
BEGIN
    IF found IS NULL THEN
        INSERT INTO routing_class (unit, type, language) VALUES (coalesce(p_unit, 0), p_type, p_language) ON CONFLICT DO NOTHING;
        found := (SELECT id FROM routing_class WHERE unit = coalesce(p_unit, 0) AND type = p_type AND language = p_language);
    END IF;
    RETURN found;
END $$;

-- Where a request stands: what counts beside the wait counts as minutes of waiting, so that one stored key decides and the reason can be
-- told. `weights`: {"types": {type: minutes}, "tiers": {tier: minutes}, "law": minutes, "returned": minutes each time,
-- "promise": it counts as if the client had waited since so many minutes before the promise falls due, "deadline": the same for the next
-- answer; null: not at all}. Somebody in danger stands before everybody, whatever the weights are.
CREATE FUNCTION standing(weights jsonb, r request, tier text, OUT key timestamptz, OUT why jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
    boosts jsonb := '[]';
    total float8 := 0;
    boost record;
    before timestamptz;
BEGIN
    why := '{}';
    IF r.alarm = 'danger' THEN
        key := r.waiting_since - interval '3650 days';
        RETURN;
    END IF;
    FOR boost IN
        SELECT * FROM (VALUES
            ('law', NULL, CASE WHEN r.alarm = 'law' THEN (weights ->> 'law')::float8 END),
            ('type', r.type, (weights -> 'types' ->> r.type)::float8),
            ('tier', tier, (weights -> 'tiers' ->> lower(tier))::float8),
            ('returned', r.returns::text, r.returns * (weights ->> 'returned')::float8)
        ) AS b (what, of, minutes) WHERE minutes > 0
    LOOP
        total := total + boost.minutes;
        boosts := boosts || jsonb_strip_nulls(to_jsonb(boost));
    END LOOP;
    key := r.waiting_since - total * interval '1 minute';
    IF boosts <> '[]' THEN
        why := jsonb_build_object('boosts', boosts);
    END IF;
    before := r.promise_due - (weights ->> 'promise')::float8 * interval '1 minute';
    IF before < key THEN
        key := before;
        why := jsonb_build_object('by', 'promise', 'due_at', r.promise_due);
    END IF;
    before := r.next_answer_due - (weights ->> 'deadline')::float8 * interval '1 minute';
    IF before < key THEN
        key := before;
        why := jsonb_build_object('by', 'deadline', 'due_at', r.next_answer_due);
    END IF;
END $$;
CREATE FUNCTION request_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rules jsonb;
    tier text;
BEGIN
    NEW.class := class_of(NEW.unit_id, NEW.type, NEW.language);
    NEW.queue_key := NULL;
    NEW.standing := NULL;
    IF NEW.waiting_since IS NOT NULL THEN
        SELECT p.weights INTO rules FROM policy p WHERE p.unit_id = NEW.unit_id OR p.unit_id IS NULL ORDER BY p.unit_id LIMIT 1;
        IF rules -> 'tiers' <> '{}' THEN
            SELECT c.tier INTO tier FROM client c WHERE c.id = NEW.client_id;
        END IF;
        SELECT s.key, nullif(s.why, '{}') INTO NEW.queue_key, NEW.standing FROM standing(rules, NEW, tier) s;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_stands BEFORE INSERT OR UPDATE OF
    client_id, type, language, unit_id, alarm, returns, waiting_since, promise_due, next_answer_due
    ON request FOR EACH ROW EXECUTE FUNCTION request_stands();

-- Another tier, or other weights, and those who wait stand elsewhere.
CREATE FUNCTION tier_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE request SET waiting_since = waiting_since WHERE client_id = NEW.id AND state = 'queued';
    RETURN NULL;
END $$;
CREATE INDEX client_tier ON client (lower(tier)) WHERE tier IS NOT NULL;
CREATE TRIGGER tier_stands AFTER UPDATE OF tier ON client FOR EACH ROW
    WHEN (OLD.tier IS DISTINCT FROM NEW.tier) EXECUTE FUNCTION tier_stands();

SELECT usual_classes();
UPDATE request SET waiting_since = waiting_since WHERE state <> 'closed';
CREATE INDEX request_class ON request (class, queue_key, number) WHERE state = 'queued';

-- ---- Given back: with a reason, counted, and not to the same person again for a while
CREATE TABLE request_return (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    staff_id integer NOT NULL REFERENCES staff,
    at timestamptz NOT NULL,
    until timestamptz NOT NULL,              -- it does not come to them before
    reason text NOT NULL
);
CREATE INDEX request_return_request ON request_return (request_number, staff_id);
CREATE INDEX request_return_staff ON request_return (staff_id, at);
CREATE FUNCTION rests_from(p_request bigint, p_staff integer, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM request_return WHERE request_number = p_request AND staff_id = p_staff AND until > p_now);
END $$;

-- The best of each of these classes, where the head of the queue holds none of them: others' backlog is never walked through. Locks what
-- it returns.
CREATE FUNCTION pick_of_classes(p_staff integer, p_classes integer[], p_now timestamptz, p_last timestamptz)
RETURNS bigint LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    depth integer;
    candidate bigint;
    picked bigint;
BEGIN
    FOREACH depth IN ARRAY ARRAY[1, 64] LOOP  -- deeper, where others are just taking the best
        FOR candidate IN
            SELECT b.number FROM unnest(p_classes) AS c (class) CROSS JOIN LATERAL (
                SELECT q.number, q.queue_key FROM request q
                WHERE q.state = 'queued' AND q.class = c.class AND q.queue_key <= p_last
                  AND (q.reserved_for IS NULL OR q.reserved_until <= p_now OR q.alarm = 'danger')
                  AND (q.returns = 0 OR NOT rests_from(q.number, p_staff, p_now))
                ORDER BY q.queue_key, q.number LIMIT depth) b
            ORDER BY b.queue_key, b.number
        LOOP
            SELECT q.number INTO picked FROM request q
            WHERE q.number = candidate AND q.state = 'queued' AND q.class = ANY (p_classes)
              AND (q.reserved_for IS NULL OR q.reserved_until <= p_now OR q.alarm = 'danger')
            FOR NO KEY UPDATE SKIP LOCKED;
            IF picked IS NOT NULL THEN
                RETURN picked;
            END IF;
        END LOOP;
        EXIT WHEN candidate IS NULL;
    END LOOP;
    RETURN NULL;
END $$;

-- Handing out the next request (W2, W4, W5): the only way, beside a head's logged override, in which a request gets an owner.
-- One call is one round trip; inside it each statement sees what others have committed, so the agent's row is locked first and
-- counted after. Refusals come in the contract's order. The request reserved for this agent goes first, unless somebody is in danger:
-- those stand at the head of the queue (`queue_key` is ten years back), and no further is looked. Plans are made once per session:
-- making them anew took a quarter of the time. The reason is written with it: what decided, and by how many minutes.
CREATE OR REPLACE FUNCTION claim_next(p_staff integer, p_now timestamptz, p_limit integer, OUT refused text, OUT claimed bigint)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    who text;
    ready boolean;
    kinds integer[];
    most integer;
    held integer;
    overdue boolean;
    reserved boolean;
    own bigint;
    own_alarm text;
    picked bigint;
    edge timestamptz;                        -- where the head of a long queue ends
    last timestamptz := 'infinity';          -- no further in the queue than this
BEGIN
    SELECT login, active AND shift = 'on', classes, coalesce(wip_limit, p_limit)
    INTO who, ready, kinds, most
    FROM staff WHERE id = p_staff FOR NO KEY UPDATE;
    IF ready IS NOT TRUE THEN
        refused := 'off-shift';
        RETURN;
    END IF;
    SELECT count(*), bool_or(promise_due <= p_now),
        EXISTS (SELECT FROM request WHERE state = 'queued' AND reserved_for = p_staff AND reserved_until > p_now)
    INTO held, overdue, reserved
    FROM request WHERE agent_id = p_staff AND state <> 'closed';
    IF overdue THEN
        refused := 'promise-overdue';
        RETURN;
    END IF;
    IF held >= most THEN
        refused := 'wip-limit';
        RETURN;
    END IF;
    IF reserved THEN
        SELECT number, alarm INTO own, own_alarm FROM request
        WHERE state = 'queued' AND reserved_for = p_staff AND reserved_until > p_now
        ORDER BY queue_key, number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
        IF own IS NOT NULL THEN
            last := CASE own_alarm WHEN 'danger' THEN '-infinity' ELSE p_now - interval '3649 days' END;
        END IF;
    END IF;
    IF kinds IS NOT NULL THEN
        SELECT queue_key INTO edge FROM request WHERE state = 'queued' ORDER BY queue_key, number OFFSET 63 LIMIT 1;
        SELECT q.number INTO picked FROM request q
        WHERE q.state = 'queued' AND q.queue_key <= least(last, edge)
          AND q.class + 0 = ANY (kinds)      -- + 0: in the order of the queue, whatever the planner thinks of the class
          AND (q.reserved_for IS NULL OR q.reserved_until <= p_now OR q.alarm = 'danger')
          AND (own IS NULL OR q.alarm = 'danger')
          AND (q.returns = 0 OR NOT rests_from(q.number, p_staff, p_now))
        ORDER BY q.queue_key, q.number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
        IF picked IS NULL AND own IS NULL AND edge IS NOT NULL THEN
            picked := pick_of_classes(p_staff, kinds, p_now, last);
        END IF;
    END IF;
    WITH found AS (
        SELECT q.number FROM request q
        WHERE kinds IS NULL AND q.state = 'queued' AND q.queue_key <= last
          AND (q.reserved_for IS NULL OR q.reserved_until <= p_now OR q.alarm = 'danger')
          AND (own IS NULL OR q.alarm = 'danger')
          AND (q.returns = 0 OR NOT rests_from(q.number, p_staff, p_now))
        ORDER BY q.queue_key, q.number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    ), given AS (
        UPDATE request SET state = 'assigned', agent_id = p_staff, assigned_at = p_now, reserved_for = NULL, reserved_until = NULL,
            reason = coalesce(standing, '{}') || jsonb_build_object(
                'code', CASE WHEN alarm IS NOT NULL THEN alarm WHEN number = own THEN 'reserved' ELSE 'oldest' END,
                'waited_seconds', greatest(0, date_part('epoch', p_now - waiting_since))::bigint)
        WHERE number = coalesce((SELECT number FROM found), picked, own)
        RETURNING number, unit_id, reason
    ), told AS (
        INSERT INTO event (type, at, actor, subject, unit_id, data)
        SELECT 'request.assigned', p_now, 'agent:' || who, 'request:' || number, unit_id,
            jsonb_build_object('agent', who, 'why', reason ->> 'code')
        FROM given
    )
    SELECT number INTO claimed FROM given;
END $$;

-- ---- Those who have a hand free and wait for the next request
-- A session of the console says every few seconds that they are there; nothing is lost with the table.
CREATE UNLOGGED TABLE agent_line (
    staff_id integer PRIMARY KEY REFERENCES staff,
    since timestamptz NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- What somebody was given since a moment: their share of the day.
CREATE INDEX request_given ON request (agent_id, assigned_at) WHERE agent_id IS NOT NULL;
