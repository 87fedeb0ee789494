-- ---- One card for one person: what may be the same is found, joined with a trail, and taken apart again
-- Looked for when a card is compared: by a phone that was typed, and by a birthday. VIN, plate and names have their indexes.
CREATE INDEX client_typed_phone ON client (phone_unverified) WHERE phone_unverified IS NOT NULL;
CREATE INDEX client_birthday ON client (birthday) WHERE birthday IS NOT NULL;

-- Cards to be compared with all others, by a tick. Appended to and read in order: who changes a card waits for nobody here.
CREATE TABLE card_changed (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id bigint NOT NULL
);
CREATE FUNCTION card_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'client' THEN
        INSERT INTO card_changed (client_id) VALUES (NEW.id);
    ELSE
        INSERT INTO card_changed (client_id) VALUES (NEW.client_id);
    END IF;
    RETURN NULL;
END $$;
-- A card that is born from a chat has nothing to compare yet.
CREATE TRIGGER card_made AFTER INSERT ON client FOR EACH ROW
    WHEN (NEW.phone IS NOT NULL OR NEW.phone_unverified IS NOT NULL OR NEW.birthday IS NOT NULL) EXECUTE FUNCTION card_changes();
CREATE TRIGGER card_changes AFTER UPDATE OF name, phone, phone_unverified, birthday ON client FOR EACH ROW
    WHEN (NEW.merged_into IS NULL AND NEW.erased_at IS NULL AND (OLD.name, OLD.phone, OLD.phone_unverified, OLD.birthday)
        IS DISTINCT FROM (NEW.name, NEW.phone, NEW.phone_unverified, NEW.birthday)) EXECUTE FUNCTION card_changes();
CREATE TRIGGER garage_grows AFTER INSERT ON vehicle FOR EACH ROW
    WHEN (NEW.vin IS NOT NULL OR NEW.plate IS NOT NULL) EXECUTE FUNCTION card_changes();
CREATE TRIGGER garage_changes AFTER UPDATE OF vin, plate, client_id, sold_at ON vehicle FOR EACH ROW
    WHEN ((OLD.vin, OLD.plate, OLD.client_id, OLD.sold_at) IS DISTINCT FROM (NEW.vin, NEW.plate, NEW.client_id, NEW.sold_at))
    EXECUTE FUNCTION card_changes();

-- What the heads' list shows; `one` is the older card. Found anew whenever one of the two changes.
CREATE TABLE likely_duplicate (
    one bigint NOT NULL REFERENCES client,
    other bigint NOT NULL REFERENCES client CHECK (other > one),
    score smallint NOT NULL,
    signs text[] NOT NULL,                   -- services/recognising/signs.py
    found_at timestamptz NOT NULL,
    PRIMARY KEY (one, other)
);
CREATE INDEX likely_duplicate_other ON likely_duplicate (other);
CREATE INDEX likely_duplicate_best ON likely_duplicate (score DESC, found_at DESC, one);

-- Somebody has said that these are two people: they are not offered again.
CREATE TABLE not_same (
    one bigint NOT NULL REFERENCES client,
    other bigint NOT NULL REFERENCES client CHECK (other > one),
    staff_id integer NOT NULL REFERENCES staff,
    at timestamptz NOT NULL,
    PRIMARY KEY (one, other)
);
CREATE INDEX not_same_other ON not_same (other);

-- The trail of a merge: everything that moved, and how both cards were, so that it can be undone.
CREATE TABLE card_merge (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kept bigint NOT NULL REFERENCES client,
    joined bigint NOT NULL REFERENCES client,
    staff_id integer NOT NULL REFERENCES staff,
    at timestamptz NOT NULL,
    reason text NOT NULL,
    signs text[] NOT NULL,                   -- what spoke for it then
    cards jsonb NOT NULL,                    -- {"kept": …, "joined": …, "after": …}: name, phone, phone_unverified, tier, birthday …
    moved jsonb NOT NULL,                    -- services/recognising/moving.py
    undone_at timestamptz,
    undone_by integer REFERENCES staff,
    undone_reason text
);
CREATE UNIQUE INDEX card_merge_stands ON card_merge (joined) WHERE undone_at IS NULL;
CREATE INDEX card_merge_kept ON card_merge (kept, id DESC);
CREATE INDEX card_merge_joined ON card_merge (joined);

-- What there is already: only what is told by a car or by a phone, all else as cards change.
INSERT INTO card_changed (client_id)
SELECT DISTINCT client_id FROM vehicle WHERE sold_at IS NULL AND vin IN (
    SELECT vin FROM vehicle WHERE vin IS NOT NULL AND sold_at IS NULL GROUP BY vin HAVING count(DISTINCT client_id) > 1)
UNION SELECT t.id FROM client t JOIN client v ON v.phone = t.phone_unverified AND v.id <> t.id WHERE t.merged_into IS NULL;

-- ---- Repeat contacts: the client comes back about the same thing (V6)
-- How many days after a closing; unit null: the chain's. No row: 14. 0: not counted there.
CREATE TABLE repeat_rule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer REFERENCES unit,
    days smallint NOT NULL CHECK (days BETWEEN 0 AND 365),
    UNIQUE NULLS NOT DISTINCT (unit_id)
);
CREATE TABLE repeat_contact (
    request_number bigint PRIMARY KEY REFERENCES request,
    earlier bigint NOT NULL REFERENCES request,
    staff_id integer REFERENCES staff,       -- whom it is charged to: who closed the earlier one
    at timestamptz NOT NULL,                 -- when the client came back
    counts boolean NOT NULL DEFAULT true,    -- false: somebody has looked, and it is none
    changed_by integer REFERENCES staff,     -- what a person has decided is not found anew
    changed_at timestamptz,
    reason text NOT NULL DEFAULT ''
);
CREATE INDEX repeat_contact_earlier ON repeat_contact (earlier);
CREATE INDEX repeat_contact_at ON repeat_contact (at);
CREATE INDEX repeat_contact_staff ON repeat_contact (staff_id, at) WHERE staff_id IS NOT NULL;

-- The same matter: the same type, or two of one group.
CREATE FUNCTION matter_of(type text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN type IN ('booking', 'reschedule') THEN 'visit' WHEN type IN ('order_eta', 'order_support') THEN 'order'
        WHEN type IN ('repair_status', 'warranty', 'claim') THEN 'repair' ELSE type END
$$;
-- The last closing that should have settled it. Thanks and messages that reopen make no request; what was no contact, was refused or
-- ended in silence was not handled.
CREATE FUNCTION earlier_handling(mine request) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    last bigint;
    closed timestamptz;
BEGIN
    SELECT e.number, e.closed_at INTO last, closed FROM request e
    WHERE e.client_id = mine.client_id AND e.number < mine.number AND e.state = 'closed' AND e.closed_at <= mine.created_at
        AND e.outcome IN ('solved', 'booked', 'answered') AND matter_of(e.type) = matter_of(mine.type)
        AND (e.vehicle_id = mine.vehicle_id OR e.vehicle_id IS NULL OR mine.vehicle_id IS NULL)
    ORDER BY e.closed_at DESC, e.number DESC LIMIT 1;
    IF closed > mine.created_at - interval '1 day' * coalesce(
        (SELECT days FROM repeat_rule WHERE unit_id = mine.unit_id OR unit_id IS NULL ORDER BY unit_id LIMIT 1), 14) THEN
        RETURN last;
    END IF;
    RETURN NULL;
END $$;
-- Marks the request, or takes the mark away, unless a person has decided; true: newly marked.
CREATE FUNCTION mark_repeat(mine request) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    last bigint := earlier_handling(mine);
    known repeat_contact;
BEGIN
    SELECT * INTO known FROM repeat_contact WHERE request_number = mine.number;
    IF known.changed_by IS NOT NULL OR known.earlier IS NOT DISTINCT FROM last THEN
        RETURN false;
    END IF;
    DELETE FROM repeat_contact WHERE request_number = mine.number;
    IF last IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO repeat_contact (request_number, earlier, staff_id, at)
    SELECT mine.number, last, closed_by, mine.created_at FROM request WHERE number = last;
    RETURN true;
END $$;
CREATE FUNCTION request_repeats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM request WHERE client_id = NEW.client_id AND number < NEW.number AND state = 'closed') THEN
        RETURN NULL;                         -- most who come: one look
    END IF;
    IF mark_repeat(NEW) THEN
        INSERT INTO event (type, at, actor, subject, unit_id, data)
        SELECT 'request.repeat', greatest(NEW.created_at, NEW.assigned_at, NEW.last_client_at, NEW.last_agent_at), 'system',
            'request:' || NEW.number, NEW.unit_id, jsonb_build_object('earlier', c.earlier, 'charged', s.login)
        FROM repeat_contact c LEFT JOIN staff s ON s.id = c.staff_id WHERE c.request_number = NEW.number;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER request_comes AFTER INSERT ON request FOR EACH ROW EXECUTE FUNCTION request_repeats();
CREATE TRIGGER request_turns AFTER UPDATE OF type, vehicle_id ON request FOR EACH ROW
    WHEN (NEW.state <> 'closed' AND (OLD.type, OLD.vehicle_id) IS DISTINCT FROM (NEW.type, NEW.vehicle_id))
    EXECUTE FUNCTION request_repeats();

-- Claims over time are looked at all day.
CREATE INDEX request_claims ON request (created_at) WHERE type = 'claim';

-- ---- Tags (G4)
CREATE TABLE tag (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_-]{1,32}$'),
    unit_id integer REFERENCES unit,         -- null: for every unit
    name jsonb NOT NULL,                     -- {"ru": …, "en": …}
    active boolean NOT NULL DEFAULT true
);
CREATE TABLE request_tag (
    request_number bigint NOT NULL REFERENCES request,
    tag_id integer NOT NULL REFERENCES tag,
    staff_id integer REFERENCES staff,       -- who put it; null: another system
    at timestamptz NOT NULL,
    PRIMARY KEY (request_number, tag_id)
);
CREATE INDEX request_tag_tag ON request_tag (tag_id, request_number DESC);

-- ---- Qualification (G10): only what somebody has decided against what the outcome says
CREATE TABLE qualification (
    request_number bigint PRIMARY KEY REFERENCES request,
    target boolean NOT NULL,
    staff_id integer NOT NULL REFERENCES staff,
    at timestamptz NOT NULL,
    reason text NOT NULL DEFAULT ''
);
