-- ---- How nobody is forgotten, as data
-- One row for the chain (unit null), and one for each unit that has its own; without any the defaults hold. `rules`: see
-- services/watch/models.py; what is missing there takes its default.
CREATE TABLE watch_policy (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer REFERENCES unit,
    rules jsonb NOT NULL DEFAULT '{}',
    UNIQUE NULLS NOT DISTINCT (unit_id)
);

-- ---- Clocks
-- Real time, which silence is measured in: what simulates weeks puts its own clock in its place.
CREATE FUNCTION real_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';
ALTER TABLE request
    ADD COLUMN attended_at timestamptz,      -- the owner's last sign of life, in real time: who is silent for long loses the request
    ADD COLUMN nudged_at timestamptz,        -- the owner was reminded, in real time
    ADD COLUMN handoff_due timestamptz,      -- handed on inside the house: by when those it went to must have spoken (P5)
    ADD COLUMN danger_due timestamptz,       -- somebody in danger: by when somebody must have taken it, at any hour
    ADD COLUMN resolve_paused_at timestamptz,  -- since when resolve_due stands still: the client is waited for
    ADD COLUMN noticed_at timestamptz,       -- what fell due up to here was noticed
    ADD COLUMN watch_at timestamptz;         -- the next moment at which something falls due; follows from the others
CREATE INDEX request_watched ON request (watch_at) WHERE watch_at IS NOT NULL;

-- Units at which more waits than people can answer (G6; 0: of no unit yet): what counts more while it lasts.
CREATE TABLE rush (
    unit integer PRIMARY KEY,
    since timestamptz NOT NULL,
    types jsonb NOT NULL DEFAULT '{}'        -- minutes by type, as in policy.weights
);
CREATE OR REPLACE FUNCTION request_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rules jsonb;
    tier text;
    rush jsonb;
BEGIN
    NEW.class := class_of(NEW.unit_id, NEW.type, NEW.language);
    NEW.queue_key := NULL;
    NEW.standing := NULL;
    IF NEW.waiting_since IS NOT NULL THEN
        SELECT p.weights INTO rules FROM policy p WHERE p.unit_id = NEW.unit_id OR p.unit_id IS NULL ORDER BY p.unit_id LIMIT 1;
        SELECT b.types INTO rush FROM rush b WHERE b.unit = coalesce(NEW.unit_id, 0);
        IF FOUND THEN
            rules := jsonb_set(rules, '{types}', (rules -> 'types') || rush);
        END IF;
        IF rules -> 'tiers' <> '{}' THEN
            SELECT c.tier INTO tier FROM client c WHERE c.id = NEW.client_id;
        END IF;
        SELECT s.key, nullif(s.why, '{}') INTO NEW.queue_key, NEW.standing FROM standing(rules, NEW, tier) s;
    END IF;
    NEW.watch_at := least(
        CASE WHEN NEW.state IN ('queued', 'assigned') AND (NEW.noticed_at IS NULL OR NEW.next_answer_due > NEW.noticed_at)
            THEN NEW.next_answer_due END,
        CASE WHEN NEW.noticed_at IS NULL OR NEW.handoff_due > NEW.noticed_at THEN NEW.handoff_due END,
        CASE WHEN NEW.resolve_paused_at IS NULL AND (NEW.noticed_at IS NULL OR NEW.resolve_due > NEW.noticed_at) THEN NEW.resolve_due END,
        CASE WHEN NEW.noticed_at IS NULL OR NEW.danger_due > NEW.noticed_at THEN NEW.danger_due END);
    RETURN NEW;
END $$;
DROP TRIGGER request_stands ON request;
CREATE TRIGGER request_stands BEFORE INSERT OR UPDATE OF
    client_id, type, language, unit_id, alarm, returns, waiting_since, promise_due, next_answer_due, handoff_due, danger_due, resolve_due,
    resolve_paused_at, noticed_at
    ON request FOR EACH ROW EXECUTE FUNCTION request_stands();

-- ---- What was missed, and when it was made good (G2)
CREATE TABLE missed (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    clock text NOT NULL CHECK (clock IN ('first_answer', 'next_answer', 'promise', 'resolve', 'handoff', 'danger', 'lease')),
    unit_id integer REFERENCES unit,
    staff_id integer REFERENCES staff,       -- who led it then; null: nobody had taken it
    due_at timestamptz NOT NULL,
    at timestamptz NOT NULL,                 -- noticed
    escalate_at timestamptz,                 -- when it goes to the next link of the chain (U2); null: it does not
    escalated_at timestamptz,                -- when it went there
    made_good_at timestamptz,
    made_good_by integer REFERENCES staff
);
CREATE UNIQUE INDEX missed_open ON missed (request_number, clock) WHERE made_good_at IS NULL;
CREATE INDEX missed_escalates ON missed (escalate_at) WHERE escalate_at IS NOT NULL AND made_good_at IS NULL;
CREATE INDEX missed_unit ON missed (unit_id, at DESC);
CREATE INDEX missed_order ON missed (at DESC, id DESC);
CREATE INDEX missed_staff ON missed (staff_id, at DESC) WHERE staff_id IS NOT NULL;
CREATE INDEX missed_request ON missed (request_number, id);
-- Where requests were noticed late before this version, nobody is told of it now.
UPDATE request SET noticed_at = now(), attended_at = CASE WHEN state = 'assigned' THEN clock_timestamp() END WHERE state <> 'closed';

-- ---- What a member of staff is told, in the console and in Telegram
CREATE TABLE staff_notice (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id integer NOT NULL REFERENCES staff,
    what text NOT NULL,                      -- services/watch/notices.py
    request_number bigint REFERENCES request,
    at timestamptz NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    urgent boolean NOT NULL DEFAULT false,   -- goes to Telegram at once; the others are gathered
    seen_at timestamptz,
    mailed_at timestamptz                    -- in real time; null: Telegram has not been given it yet
);
CREATE INDEX staff_notice_unseen ON staff_notice (staff_id, id) WHERE seen_at IS NULL;
CREATE INDEX staff_notice_staff ON staff_notice (staff_id, id DESC);
CREATE INDEX staff_notice_unmailed ON staff_notice (staff_id, id) WHERE mailed_at IS NULL;
CREATE INDEX staff_notice_request ON staff_notice (request_number) WHERE request_number IS NOT NULL;
ALTER TABLE staff ADD COLUMN notices_mailed_at timestamptz;  -- when Telegram was last given notices for them, in real time

-- ---- Promises: of an answer or of a call, reminded of before, and told to the client first where they slip
ALTER TABLE promise
    ADD COLUMN by_call boolean NOT NULL DEFAULT false,
    ADD COLUMN remind_at timestamptz,        -- when the agent is reminded; null: they were, or there is no time for it
    ADD COLUMN slip_at timestamptz,          -- when the client hears that it will slip; null: they have, or there is no time for it
    ADD COLUMN slipped_to timestamptz;       -- the new time the client has heard
CREATE INDEX promise_reminds ON promise (remind_at) WHERE state = 'open' AND remind_at IS NOT NULL;
CREATE INDEX promise_slips ON promise (slip_at) WHERE state = 'open' AND slip_at IS NOT NULL;

-- ---- A request that its silent owner lost does not come to them again for a while, like one that they gave back
ALTER TABLE request_return ADD COLUMN lapsed boolean NOT NULL DEFAULT false;

-- Calls that are owed have a page of their own.
CREATE INDEX call_task_open ON call_task (request_number) WHERE done_at IS NULL;

-- ---- The board of a head
-- What came, was first answered or was closed on a day: rows of a day lie together, so a few bytes per block find them.
CREATE INDEX request_day ON request USING brin (created_at, answered_at, closed_at) WITH (pages_per_range = 16, autosummarize = on);

-- ---- An agent withdrawn from what comes in, for a while (G7)
ALTER TABLE staff ADD COLUMN withdrawn_until timestamptz, ADD COLUMN withdrawn_why text;
-- What may be refused besides: `withdrawn`, after `off-shift`.
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
    withdrawn boolean;
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
    SELECT login, active AND shift = 'on', coalesce(withdrawn_until > p_now, false), classes, coalesce(wip_limit, p_limit)
    INTO who, ready, withdrawn, kinds, most
    FROM staff WHERE id = p_staff FOR NO KEY UPDATE;
    IF ready IS NOT TRUE THEN
        refused := 'off-shift';
        RETURN;
    END IF;
    IF withdrawn THEN
        refused := 'withdrawn';
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
        UPDATE request SET state = 'assigned', agent_id = p_staff, assigned_at = p_now, attended_at = real_now(), reserved_for = NULL, reserved_until = NULL,
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
