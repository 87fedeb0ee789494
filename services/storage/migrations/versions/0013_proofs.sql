-- What takes long comes first, and locks nothing; what locks `request` comes last, and takes no time.

-- ---- Whose word a phone stands on (docs/decisions/0018-whose-word-a-phone-stands-on.md)
-- A card's phone (`client.phone`: one phone, one card) is verified while there is a proof of this very phone: whatever puts another number
-- on a card leaves it unverified.
CREATE TABLE phone_proof (
    client_id bigint NOT NULL REFERENCES client,
    phone text NOT NULL,
    how text NOT NULL CHECK (how IN ('contact', 'staff', 'system')),
    staff_id integer REFERENCES staff,       -- who confirmed it
    token_id integer REFERENCES api_token,   -- the system that vouched for it; null: before this was written down
    at timestamptz,                          -- null: before this was written down
    PRIMARY KEY (client_id, phone)
);
ALTER TABLE api_token ADD COLUMN vouches boolean NOT NULL DEFAULT false;  -- its word on a phone is proof
-- A system that keeps cards and orders has never handed in a request, as a site does with each visitor.
UPDATE api_token t SET vouches = true
WHERE scope IN ('source', 'admin') AND NOT EXISTS (SELECT FROM request WHERE token_id = t.id);

-- The phone of somebody with a chat is their own contact, or staff's word where that is on record; of two cards joined by hand only what
-- is on record counts. A card that another system has by its own name is that system's. Of all others nobody has said anything.
INSERT INTO phone_proof (client_id, phone, how, staff_id, at)
SELECT c.id, c.phone, CASE said.type WHEN 'client.phone_verified' THEN 'staff' ELSE 'contact' END, s.id, said.at
FROM client c LEFT JOIN LATERAL (
    SELECT type, at, actor FROM event WHERE subject = 'client:' || c.public_id AND type IN ('client.phone_verified', 'client.recognised')
    ORDER BY id DESC LIMIT 1) AS said ON true
LEFT JOIN staff s ON said.type = 'client.phone_verified' AND said.actor = 'agent:' || s.login
WHERE c.phone IS NOT NULL AND c.erased_at IS NULL AND EXISTS (SELECT FROM chat WHERE client_id = c.id)
    AND (said.type IS NOT NULL OR NOT EXISTS (SELECT FROM card_merge WHERE kept = c.id));
INSERT INTO phone_proof (client_id, phone, how)
SELECT c.id, c.phone, 'system' FROM client c
WHERE c.phone IS NOT NULL AND EXISTS (SELECT FROM client_ref WHERE client_id = c.id)
ON CONFLICT DO NOTHING;

-- ---- Repeat contacts (V6): how many days, and after which outcomes, in one place
CREATE FUNCTION repeat_days(p_unit integer) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT days FROM repeat_rule WHERE unit_id = p_unit OR unit_id IS NULL ORDER BY unit_id LIMIT 1), 14)
$$;
-- Should have settled the matter: what was no contact, was refused or ended in silence was not handled.
CREATE FUNCTION settles(p_outcome text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT p_outcome IN ('solved', 'booked', 'answered')
$$;
CREATE OR REPLACE FUNCTION earlier_handling(mine request) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    last bigint;
    closed timestamptz;
BEGIN
    SELECT e.number, e.closed_at INTO last, closed FROM request e
    WHERE e.client_id = mine.client_id AND e.number < mine.number AND e.state = 'closed' AND e.closed_at <= mine.created_at
        AND settles(e.outcome) AND matter_of(e.type) = matter_of(mine.type)
        AND (e.vehicle_id = mine.vehicle_id OR e.vehicle_id IS NULL OR mine.vehicle_id IS NULL)
    ORDER BY e.closed_at DESC, e.number DESC LIMIT 1;
    IF closed > mine.created_at - interval '1 day' * repeat_days(mine.unit_id) THEN
        RETURN last;
    END IF;
    RETURN NULL;
END $$;

-- ---- The audit trail: events that are part of it carry a number, so that all others pay for one index that they are not in, not for two
-- whose conditions have to be worked out. 1: a change of settings, without what people do to themselves many times a day; 2: somebody looked
-- at what they do not lead.
CREATE FUNCTION audit_of(p_type text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN p_type IN ('request.read', 'client.read', 'request.exported', 'file.read') THEN 2
        WHEN split_part(p_type, '.', 1) IN ('chain', 'unit', 'resource', 'work', 'staff', 'policy', 'watch', 'answer', 'tag', 'script')
            AND p_type NOT IN ('staff.signed_in', 'staff.signed_out', 'staff.shift', 'staff.told') THEN 1
        END::smallint
$$;
ALTER TABLE event ADD COLUMN audit smallint;
UPDATE event SET audit = audit_of(type) WHERE audit_of(type) IS NOT NULL;
DROP INDEX event_settings;
DROP INDEX event_reads;
CREATE INDEX event_audit ON event (audit, id) WHERE audit IS NOT NULL;

-- ---- Handing out does as little as it can: a request that was never anybody's passes one condition instead of two
CREATE FUNCTION request_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted integer;
BEGIN
    IF NEW.agent_id IS NOT DISTINCT FROM OLD.agent_id THEN
        RETURN NULL;
    END IF;
    IF OLD.agent_id IS NOT NULL THEN         -- who led it is written down when they go
        INSERT INTO request_former_agent (request_number, staff_id) VALUES (OLD.number, OLD.agent_id) ON CONFLICT DO NOTHING;
    END IF;
    IF NEW.returned AND NEW.agent_id IS NOT NULL THEN
        SELECT count(*) INTO counted FROM (
            SELECT staff_id FROM request_former_agent WHERE request_number = NEW.number UNION SELECT NEW.agent_id) AS hand;
        IF counted > 2 THEN
            INSERT INTO many_hands AS m (request_number, hands, staff_id) VALUES (NEW.number, counted, NEW.agent_id)
            ON CONFLICT (request_number) DO UPDATE SET hands = excluded.hands, staff_id = excluded.staff_id
                WHERE m.hands < excluded.hands;
        END IF;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER request_left ON request;
DROP TRIGGER request_hands ON request;
CREATE TRIGGER request_moves AFTER UPDATE OF agent_id ON request FOR EACH ROW
    WHEN (OLD.agent_id IS NOT NULL OR NEW.returned) EXECUTE FUNCTION request_moves();
DROP FUNCTION request_left();
DROP FUNCTION request_hands();

-- ---- Who may take what, reckoned for all at once
-- Asking for each class whether anybody has the skill cost as much as there are classes times people, at each change of either: a chain of
-- hundreds of stations would have waited for it. Who has no unit stands for all of them (-1), unit 0 for whoever it may be; '*' is any skill,
-- or any language. People with the same units, skills and languages have the same classes.
CREATE OR REPLACE FUNCTION staff_classes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH agent AS (
        SELECT DISTINCT unit_ids, skills, languages FROM staff WHERE active AND role = 'agent'
    ), place AS (
        SELECT a.*, p.unit FROM agent a
            CROSS JOIN LATERAL unnest(CASE a.unit_ids WHEN '{}' THEN ARRAY[0, -1] ELSE a.unit_ids || 0 END) p (unit)
    ), can AS (
        SELECT DISTINCT unit, unnest(CASE skills WHEN '{}' THEN ARRAY['*'] ELSE skills END) AS type FROM place
    ), speaks AS (
        SELECT DISTINCT unit, unnest(CASE languages WHEN '{}' THEN ARRAY['*'] ELSE languages END) AS language FROM place
    ), open AS (
        SELECT id, unit, type, language,
            (unit, type) NOT IN (SELECT * FROM can) AND (unit, '*') NOT IN (SELECT * FROM can)
                AND (-1, type) NOT IN (SELECT * FROM can) AND (-1, '*') NOT IN (SELECT * FROM can) AS any_skill,
            (unit, language) NOT IN (SELECT * FROM speaks) AND (unit, '*') NOT IN (SELECT * FROM speaks)
                AND (-1, language) NOT IN (SELECT * FROM speaks) AND (-1, '*') NOT IN (SELECT * FROM speaks) AS any_language
        FROM routing_class
    ), profile AS (
        SELECT DISTINCT unit_ids, skills, languages FROM staff WHERE NOT (unit_ids = '{}' AND skills = '{}' AND languages = '{}')
    ), near AS (
        SELECT p.*, o.id, o.type, o.language, o.any_skill, o.any_language FROM profile p
            CROSS JOIN LATERAL (SELECT DISTINCT unnest(p.unit_ids || 0) AS unit) u JOIN open o USING (unit) WHERE p.unit_ids <> '{}'
        UNION ALL SELECT p.*, o.id, o.type, o.language, o.any_skill, o.any_language FROM profile p CROSS JOIN open o WHERE p.unit_ids = '{}'
    ), theirs AS (
        SELECT unit_ids, skills, languages, array_agg(id ORDER BY id) AS classes FROM near
        WHERE (skills = '{}' OR any_skill OR type = ANY (skills)) AND (languages = '{}' OR any_language OR language = ANY (languages))
        GROUP BY unit_ids, skills, languages
    ), wanted AS (
        SELECT s.id, CASE WHEN NOT (s.unit_ids = '{}' AND s.skills = '{}' AND s.languages = '{}')
            THEN coalesce(t.classes, '{}') END AS classes
        FROM staff s LEFT JOIN theirs t USING (unit_ids, skills, languages)
    )
    UPDATE staff s SET classes = w.classes FROM wanted w WHERE s.id = w.id AND s.classes IS DISTINCT FROM w.classes;
    RETURN NULL;
END $$;
DROP FUNCTION somebody_can(text, integer);
DROP FUNCTION somebody_speaks(text, integer);

-- A new unit has its classes made; the others have theirs.
DROP TRIGGER unit_classes ON unit;
DROP FUNCTION usual_classes();
CREATE FUNCTION usual_classes(p_units integer[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO routing_class (unit, type, language)
    SELECT u.id, t.type, l.language FROM unnest(p_units) u (id)
        CROSS JOIN unnest(ARRAY['booking', 'reschedule', 'repair_status', 'order_eta', 'order_support', 'parts_selection', 'warranty',
            'claim', 'price', 'callback', 'other']) t (type)
        CROSS JOIN unnest(ARRAY['ru', 'en']) l (language)
    ON CONFLICT DO NOTHING
$$;
CREATE OR REPLACE FUNCTION unit_classes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM usual_classes(array_agg(id) || 0) FROM made;
    RETURN NULL;
END $$;
CREATE TRIGGER unit_classes AFTER INSERT ON unit REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION unit_classes();
