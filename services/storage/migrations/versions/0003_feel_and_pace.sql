-- ---- The queue: handing out in fewer steps
-- When the promise that stands falls, or fell, due; null: none stands. Follows the promise by whatever door it changes, so that handing
-- out need not look for it.
ALTER TABLE request ADD COLUMN promise_due timestamptz;
CREATE FUNCTION promise_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.request_number ELSE NEW.request_number END;
    due timestamptz := (SELECT least(due_at, broken_at) FROM promise WHERE request_number = about AND state <> 'kept');
BEGIN
    UPDATE request SET promise_due = due WHERE number = about AND promise_due IS DISTINCT FROM due;
    RETURN NULL;
END $$;
CREATE TRIGGER promise_stands AFTER INSERT OR DELETE OR UPDATE OF due_at, broken_at, state ON promise
    FOR EACH ROW EXECUTE FUNCTION promise_stands();
UPDATE request SET promise_due = least(p.due_at, p.broken_at) FROM promise p WHERE p.request_number = number AND p.state <> 'kept';

-- Who led a request is written down when an owner goes, by whatever door, and no longer at each hand-out: most requests have one owner
-- for life. request_agent stays what readers ask: everybody who leads or ever led it; a pair may be there twice.
ALTER TABLE request_agent RENAME TO request_former_agent;
CREATE FUNCTION request_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO request_former_agent (request_number, staff_id) VALUES (OLD.number, OLD.agent_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER request_left AFTER UPDATE OF agent_id ON request FOR EACH ROW
    WHEN (OLD.agent_id IS NOT NULL AND NEW.agent_id IS DISTINCT FROM OLD.agent_id) EXECUTE FUNCTION request_left();
CREATE INDEX request_settled ON request (agent_id, number DESC) WHERE agent_id IS NOT NULL AND state = 'closed';
CREATE VIEW request_agent AS  -- by state, as the indexes are
    SELECT request_number, staff_id FROM request_former_agent
    UNION ALL SELECT number, agent_id FROM request WHERE agent_id IS NOT NULL AND state <> 'closed'
    UNION ALL SELECT number, agent_id FROM request WHERE agent_id IS NOT NULL AND state = 'closed';

DROP INDEX request_reserved;
CREATE INDEX request_reserved ON request (reserved_for, queue_key, number) WHERE state = 'queued' AND reserved_for IS NOT NULL;
-- Events are found by (xid, id) or by their subject: a third index, by id alone, only made each of them dearer.
ALTER TABLE event DROP CONSTRAINT event_pkey, ADD PRIMARY KEY (xid, id);
DROP INDEX event_order;

-- What silent clients hold is found among the requests in hand (request_held): those are few.
DROP INDEX request_silent;

-- Whether an active agent has the skill in the unit; a type that nobody has there goes to everybody (contract, "Staff").
CREATE FUNCTION somebody_can(p_type text, p_unit integer) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM staff WHERE active AND role = 'agent' AND (skills = '{}' OR p_type = ANY (skills))
            AND (unit_ids = '{}' OR p_unit IS NULL OR p_unit = ANY (unit_ids)));
END $$;

-- Handing out the next request (W2, W4, W5): the only way, beside a head's logged override, in which a request gets an owner.
-- One call is one round trip; inside it each statement sees what others have committed, so the agent's row is locked first and
-- counted after. Refusals come in the contract's order. The request reserved for this agent goes first, unless somebody is in danger:
-- those stand at the head of the queue (`queue_key` is ten years back), and no further is looked. Plans are made once per session:
-- making them anew took a quarter of the time.
CREATE OR REPLACE FUNCTION claim_next(p_staff integer, p_now timestamptz, p_limit integer, OUT refused text, OUT claimed bigint)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    who text;
    ready boolean;
    units integer[];
    skilled text[];
    most integer;
    held integer;
    overdue boolean;
    reserved boolean;
    own bigint;
    own_alarm text;
    last timestamptz := 'infinity';          -- no further in the queue than this
BEGIN
    SELECT login, active AND shift = 'on', unit_ids, skills, coalesce(wip_limit, p_limit)
    INTO who, ready, units, skilled, most
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
    WITH picked AS (
        SELECT q.number FROM request q
        WHERE q.state = 'queued' AND q.queue_key <= last
          AND (q.reserved_for IS NULL OR q.reserved_until <= p_now OR q.alarm = 'danger')
          AND (own IS NULL OR q.alarm = 'danger')
          AND (units = '{}' OR q.unit_id IS NULL OR q.unit_id = ANY (units))
          AND (skilled = '{}' OR q.type = ANY (skilled) OR NOT somebody_can(q.type, q.unit_id))
        ORDER BY q.queue_key, q.number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    ), given AS (
        UPDATE request SET state = 'assigned', agent_id = p_staff, assigned_at = p_now, reserved_for = NULL, reserved_until = NULL,
            reason = jsonb_build_object(
                'code', CASE WHEN alarm IS NOT NULL THEN alarm WHEN number = own THEN 'reserved' ELSE 'oldest' END,
                'waited_seconds', greatest(0, date_part('epoch', p_now - waiting_since))::bigint)
        WHERE number = coalesce((SELECT number FROM picked), own)
        RETURNING number, unit_id, reason
    ), told AS (
        INSERT INTO event (type, at, actor, subject, unit_id, data)
        SELECT 'request.assigned', p_now, 'agent:' || who, 'request:' || number, unit_id,
            jsonb_build_object('agent', who, 'why', reason ->> 'code')
        FROM given
    )
    SELECT number INTO claimed FROM given;
END $$;

-- What is looked for, or referred to, by a column that had no index: with years of rows each of these would be a walk through a table.
CREATE INDEX promise_request ON promise (request_number, id);
CREATE INDEX client_merged ON client (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX request_token ON request (token_id, xid, number) WHERE token_id IS NOT NULL;
CREATE INDEX request_vehicle ON request (vehicle_id) WHERE vehicle_id IS NOT NULL;
CREATE INDEX request_appointment ON request (appointment_id) WHERE appointment_id IS NOT NULL;

-- ---- Keeping: what is cleaned, and how
-- Rows come in their thousands, change once or twice within seconds, and go after weeks: with the usual fifth of a table the dead among
-- millions would be cleared away every few days. (The first vacuum of a table of years takes its time, in the background.)
ALTER TABLE inbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE request SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE staff SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
ALTER TABLE event SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
-- Uploads that became part of nothing.
CREATE INDEX file_uploaded ON file (created_at) WHERE telegram_file_id IS NULL;

-- ---- Conversations: media, edits, reactions
ALTER TABLE message
    ADD COLUMN details jsonb NOT NULL DEFAULT '{}',  -- what is neither words nor files (place, contact, poll, forwarded, quote); of an answer: its parts
    ADD COLUMN client_reaction text,
    ADD COLUMN agent_reaction text,
    ADD COLUMN withdrawn_at timestamptz;     -- the agent has taken it back: the client does not see it any more
ALTER TABLE message_telegram ADD COLUMN words text;  -- what the client wrote under this part; null: ours, or from before
ALTER TABLE file ADD COLUMN telegram_unique_id text;
ALTER TABLE attachment
    ADD COLUMN telegram_id bigint,           -- the part it came with: albums are put in order by it
    ADD COLUMN replaced_at timestamptz;      -- the client has put another file in its place
ALTER TABLE chat ADD COLUMN answered text[] NOT NULL DEFAULT '{}';  -- messages that answered the bot, the last few: id:hash of the words

-- ---- Finding a client at once
-- People are looked for by the beginning of a word of their name, by the beginning or the end of a phone, plate, VIN or order number:
-- each is a range of a B-tree, read until enough is found. Expressions here and in services/finding must be the same to the letter.
CREATE INDEX client_words ON client (split_part(translate(lower(name), 'ё', 'е'), ' ', 1) text_pattern_ops,
    split_part(translate(lower(name), 'ё', 'е'), ' ', 2) text_pattern_ops) WHERE merged_into IS NULL;
CREATE INDEX client_words_turned ON client (split_part(translate(lower(name), 'ё', 'е'), ' ', 2) text_pattern_ops,
    split_part(translate(lower(name), 'ё', 'е'), ' ', 1) text_pattern_ops) WHERE merged_into IS NULL;
CREATE INDEX client_phone_begin ON client (coalesce(phone, phone_unverified) text_pattern_ops)
    WHERE coalesce(phone, phone_unverified) IS NOT NULL;
CREATE INDEX client_phone_end ON client (reverse(coalesce(phone, phone_unverified)) text_pattern_ops)
    WHERE coalesce(phone, phone_unverified) IS NOT NULL;
-- Plates in one alphabet and without blanks; the second index is for those who begin with the digits.
CREATE INDEX vehicle_plate_begin ON vehicle (translate(plate, 'ABEKMHOPCTYX ', 'АВЕКМНОРСТУХ') text_pattern_ops) WHERE plate IS NOT NULL;
CREATE INDEX vehicle_plate_digits ON vehicle (substr(translate(plate, 'ABEKMHOPCTYX ', 'АВЕКМНОРСТУХ'), 2) text_pattern_ops)
    WHERE plate IS NOT NULL;
CREATE INDEX vehicle_vin_begin ON vehicle (vin text_pattern_ops) WHERE vin IS NOT NULL;
CREATE INDEX vehicle_vin_end ON vehicle (reverse(vin) text_pattern_ops) WHERE vin IS NOT NULL;
CREATE INDEX repair_order_begin ON repair_order (upper(ref) text_pattern_ops);
CREATE INDEX repair_order_end ON repair_order (reverse(upper(ref)) text_pattern_ops);
CREATE INDEX parts_order_begin ON parts_order (upper(ref) text_pattern_ops);
CREATE INDEX parts_order_end ON parts_order (reverse(upper(ref)) text_pattern_ops);
