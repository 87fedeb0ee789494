-- Requests that nobody would come back to: the client never wrote again, and nobody leads them (W3, W6).

-- It stands in the queue, or is in somebody's hand, because the client has been silent for so many days: nobody waits. Follows
-- `waiting_since`: where that ends, or something is promised, this does too.
ALTER TABLE request ADD COLUMN silent_days smallint;
CREATE INDEX request_left ON request (last_agent_at) WHERE state = 'waiting_client' AND agent_id IS NULL;

-- Where a request stands: what counts beside the wait counts as minutes of waiting, so that one stored key decides and the reason can be
-- told. `weights`: {"types": {type: minutes}, "tiers": {tier: minutes}, "law": minutes, "returned": minutes each time,
-- "promise": it counts as if the client had waited since so many minutes before the promise falls due, "deadline": the same for the next
-- answer; null: not at all}. Somebody in danger stands before everybody, whatever the weights are. Where nobody waits nothing counts, and
-- whoever has waited for less than a day longer goes first.
CREATE OR REPLACE FUNCTION standing(weights jsonb, r request, tier text, OUT key timestamptz, OUT why jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
    boosts jsonb := '[]';
    total float8 := 0;
    boost record;
    before timestamptz;
BEGIN
    why := '{}';
    IF r.silent_days IS NOT NULL THEN
        key := r.waiting_since + interval '1 day';
        why := jsonb_build_object('by', 'silent', 'days', r.silent_days);
        RETURN;
    END IF;
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
CREATE OR REPLACE FUNCTION request_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rules jsonb;
    tier text;
    rush jsonb;
BEGIN
    NEW.class := class_of(NEW.unit_id, NEW.type, NEW.language);
    NEW.queue_key := NULL;
    NEW.standing := NULL;
    IF NEW.waiting_since IS NULL OR NEW.promise_due IS NOT NULL THEN
        NEW.silent_days := NULL;
    END IF;
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

-- The client's message that a field of the script was filled from: it follows what they change in it (P1). No foreign key: it only tells
-- which message that was.
ALTER TABLE script_field ADD COLUMN message_id bigint;
CREATE INDEX script_field_message ON script_field (message_id) WHERE message_id IS NOT NULL;
