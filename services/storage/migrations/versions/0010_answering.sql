-- Answering: own typical answers and how often each is used, links to book that are sent, who else is here, laying aside, floods and spam.

-- ---- Typical answers
-- Whose own it is; null: the chain's.
ALTER TABLE typical_answer ADD COLUMN staff_id integer REFERENCES staff;
CREATE INDEX typical_answer_own ON typical_answer (staff_id) WHERE staff_id IS NOT NULL;
-- One row for each time that one was really sent: nobody waits for a counter that somebody else is just raising.
CREATE TABLE answer_use (
    answer_id integer NOT NULL REFERENCES typical_answer ON DELETE CASCADE,
    staff_id integer NOT NULL REFERENCES staff,
    request_number bigint NOT NULL REFERENCES request,
    at timestamptz NOT NULL
);
CREATE INDEX answer_use_answer ON answer_use (answer_id, at);
CREATE INDEX answer_use_age ON answer_use (at);

-- ---- A link to book with the works chosen already. It says what, never who.
CREATE TABLE offer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    request_number bigint NOT NULL REFERENCES request,
    unit_id integer NOT NULL REFERENCES unit,
    works text[] NOT NULL,
    made_by integer NOT NULL REFERENCES staff,
    made_at timestamptz NOT NULL,
    opened_at timestamptz                    -- the first time that somebody followed it
);
CREATE INDEX offer_request ON offer (request_number);

-- ---- Who else has a request open, and whether they type. In real time; nothing is lost with the table.
CREATE UNLOGGED TABLE presence (
    request_number bigint NOT NULL,
    staff_id integer NOT NULL REFERENCES staff,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    typing text CHECK (typing IN ('answer', 'note')),
    typing_at timestamptz,
    told_at timestamptz,                     -- when the client's chat last showed "typing…"
    PRIMARY KEY (request_number, staff_id)
) WITH (fillfactor = 70);
CREATE INDEX presence_age ON presence (seen_at);

-- ---- Laid aside until a moment
CREATE TABLE snooze (
    request_number bigint PRIMARY KEY REFERENCES request,
    staff_id integer NOT NULL REFERENCES staff,
    until timestamptz NOT NULL,
    reason text NOT NULL DEFAULT '',
    set_at timestamptz NOT NULL
);
CREATE INDEX snooze_until ON snooze (until);
CREATE INDEX snooze_staff ON snooze (staff_id);

-- ---- Chats whose messages are kept aside, for what came from them was spam twice
ALTER TABLE chat
    ADD COLUMN aside_since timestamptz,      -- null: they are not
    ADD COLUMN trusted_since timestamptz;    -- somebody has let them in again: only spam after that counts
CREATE INDEX chat_aside ON chat (aside_since) WHERE aside_since IS NOT NULL;
CREATE TABLE aside_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id bigint NOT NULL,
    unit_id integer REFERENCES unit,         -- of the spam before: whose heads look after it
    at timestamptz NOT NULL,
    telegram_id bigint NOT NULL,
    content jsonb NOT NULL,                  -- services/flood/aside.py; a message that is put back leaves this table
    UNIQUE (chat_id, telegram_id)
);

-- ---- Who looked at what they do not lead
CREATE INDEX event_reads ON event (id) WHERE type IN ('request.read', 'client.read', 'request.exported', 'file.read');
