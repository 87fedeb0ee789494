-- Hand-overs: hands counted, questions among colleagues.

-- ---- Who handed a request on, to what and why (V2, P3). What it was before is kept, so that a way back is known as one.
CREATE TABLE hand_over (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    at timestamptz NOT NULL,
    staff_id integer NOT NULL REFERENCES staff,          -- who handed it on
    from_type text NOT NULL,
    from_unit_id integer REFERENCES unit,
    to_type text NOT NULL,
    to_unit_id integer REFERENCES unit,
    to_staff_id integer REFERENCES staff,                -- null: whoever can
    reason text NOT NULL,
    back boolean NOT NULL DEFAULT false,                 -- to where it had come from
    due_at timestamptz,                                  -- by when the client was told to hear
    message_id bigint REFERENCES message                 -- what told them; null: there was nobody to tell
);
CREATE INDEX hand_over_request ON hand_over (request_number, id);
CREATE INDEX hand_over_at ON hand_over (at);

-- Requests that came into a third pair of hands, by whatever door: the trigger writes it down, the watch tells the heads.
CREATE TABLE many_hands (
    request_number bigint PRIMARY KEY REFERENCES request,
    hands smallint NOT NULL,
    staff_id integer NOT NULL REFERENCES staff,          -- whose the newest are
    told smallint NOT NULL DEFAULT 2                     -- of so many hands the heads know
);
CREATE INDEX many_hands_untold ON many_hands (request_number) WHERE hands > told;
CREATE FUNCTION request_hands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted integer := (SELECT count(*) FROM (
        SELECT staff_id FROM request_former_agent WHERE request_number = NEW.number
        UNION SELECT OLD.agent_id WHERE OLD.agent_id IS NOT NULL
        UNION SELECT NEW.agent_id) AS hand);
BEGIN
    IF counted > 2 THEN
        INSERT INTO many_hands AS m (request_number, hands, staff_id) VALUES (NEW.number, counted, NEW.agent_id)
        ON CONFLICT (request_number) DO UPDATE SET hands = excluded.hands, staff_id = excluded.staff_id WHERE m.hands < excluded.hands;
    END IF;
    RETURN NULL;
END $$;
-- What is handed out for the first time was never anybody's: nothing is counted then.
CREATE TRIGGER request_hands AFTER UPDATE OF agent_id ON request FOR EACH ROW
    WHEN (NEW.returned AND NEW.agent_id IS NOT NULL AND NEW.agent_id IS DISTINCT FROM OLD.agent_id) EXECUTE FUNCTION request_hands();

-- ---- Questions among colleagues, with a clock of their own (P5)
-- The words and files of a question, and of its answer, are notes of the conversation: whoever may read it reads them there, and they are
-- forgotten with it. Those asked see the question alone.
CREATE TABLE question (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    asked_by integer NOT NULL REFERENCES staff,
    asked_ids integer[] NOT NULL,                        -- whom: one person, or all who know about it
    to_skill text,                                       -- what they were chosen by; null: by name
    to_unit_id integer REFERENCES unit,                  -- and where; null: anywhere
    message_id bigint NOT NULL REFERENCES message,
    asked_at timestamptz NOT NULL,
    due_at timestamptz,                                  -- null: the unit does not open
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'withdrawn')),
    overdue_at timestamptz,                              -- it was noticed that nobody had answered in time
    reminded_at timestamptz,
    settled_at timestamptz,                              -- answered or withdrawn
    settled_by integer REFERENCES staff,
    answer_id bigint REFERENCES message,
    seen_at timestamptz,                                 -- who leads the request has seen the answer
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK ((state = 'answered') = (answer_id IS NOT NULL))
);
CREATE INDEX question_request ON question (request_number, id);
CREATE INDEX question_open ON question (due_at) WHERE state = 'open';
CREATE INDEX question_news ON question (request_number) WHERE state = 'answered' AND seen_at IS NULL;
CREATE INDEX question_settled ON question (settled_by, id DESC) WHERE state = 'answered';
CREATE INDEX question_message ON question (message_id);
-- Which message of the bot's told of a question: who replies to it answers the question.
CREATE INDEX outbox_question ON outbox (chat_id, about) WHERE about LIKE 'question:%';

-- A question that was not answered in time is missed like every other clock: written down, told, passed on up the chain, made good.
ALTER TABLE missed DROP CONSTRAINT missed_clock_check, ADD CONSTRAINT missed_clock_check
    CHECK (clock IN ('first_answer', 'next_answer', 'promise', 'resolve', 'handoff', 'danger', 'lease', 'question'));
