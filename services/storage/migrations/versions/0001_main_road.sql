-- Times are timestamptz in UTC. *_at written by business rules come from the injected clock; lease and inbox times are the
-- database's own (leases, retries and rate limits run on real time, contract "Clock").

CREATE TABLE setting (
    key text PRIMARY KEY,
    value jsonb NOT NULL
);

-- Who works on what. A worker is a live database session: it holds the advisory lock (1, worker no) on a connection of its own,
-- so that a kill -9 frees its lanes at once and no clock has to be trusted.
CREATE SEQUENCE worker_no AS integer CYCLE;

CREATE UNLOGGED TABLE lane (
    queue text NOT NULL,                     -- 'in' or 'out'
    key text NOT NULL,                       -- a person, a group's topic, a chat
    worker integer,                          -- null: free
    ready_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    rank smallint NOT NULL DEFAULT 1,        -- what is taken first: 0 answers, 1 messages, 2 mailings
    version integer NOT NULL DEFAULT 0,      -- rises with each arrival; a lane is removed only at the version it was emptied at
    PRIMARY KEY (queue, key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
CREATE INDEX lane_free ON lane (queue, rank, ready_at) WHERE worker IS NULL;
CREATE INDEX lane_worker ON lane (worker) WHERE worker IS NOT NULL;

CREATE TABLE inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id bigint NOT NULL,
    update_id bigint,                        -- null: what came was not an update
    lane text NOT NULL,
    raw text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_at timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    failed_at timestamptz,                   -- a dead letter
    error text,
    UNIQUE (bot_id, update_id)
);
CREATE INDEX inbox_pending ON inbox (lane, update_id) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE INDEX inbox_dead ON inbox (id) WHERE failed_at IS NOT NULL AND done_at IS NULL;

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id bigint NOT NULL,
    method text NOT NULL,
    params jsonb NOT NULL,
    kind text NOT NULL CHECK (kind IN ('direct', 'push', 'mirror', 'bulk')),
    message_id bigint,                       -- the conversation's message this delivers (a part of)
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'retry', 'blocked', 'failed', 'dropped')),
    worker integer,                          -- a direct answer: the worker that sends it at once
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    unknown smallint NOT NULL DEFAULT 0,     -- attempts that may have reached the person without our knowing
    telegram_ids bigint[],
    error text
);
CREATE INDEX outbox_pending ON outbox (chat_id, id) WHERE state IN ('queued', 'retry') AND worker IS NULL;
CREATE INDEX outbox_direct ON outbox (worker) WHERE state IN ('queued', 'retry') AND worker IS NOT NULL;
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE unit (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_-]{1,32}$'),
    name jsonb NOT NULL,                     -- {"ru": …, "en": …}; so are city and address
    city jsonb NOT NULL,
    address jsonb NOT NULL,
    phone text,
    time_zone text NOT NULL,
    "leading" boolean NOT NULL DEFAULT false,
    active boolean NOT NULL DEFAULT true,
    hours jsonb NOT NULL                     -- {"week": {"0": [["09:00","20:00"]], …}, "days": {"2027-01-01": []}}
);
CREATE UNIQUE INDEX unit_leading ON unit ("leading") WHERE "leading";

CREATE TABLE staff (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9._-]{1,32}$'),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('agent', 'head', 'director', 'qa', 'admin')),
    unit_ids integer[] NOT NULL DEFAULT '{}',   -- empty: all units
    skills text[] NOT NULL DEFAULT '{}',        -- empty: every type
    password_hash text NOT NULL,
    must_change_password boolean NOT NULL DEFAULT true,
    active boolean NOT NULL DEFAULT true,
    telegram_id bigint UNIQUE,
    language text,
    shift text NOT NULL DEFAULT 'off' CHECK (shift IN ('on', 'away', 'off')),
    shift_at timestamptz,
    wip_limit smallint
);

CREATE TABLE staff_session (
    token_hash bytea PRIMARY KEY,
    staff_id integer NOT NULL REFERENCES staff,
    csrf text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX staff_session_staff ON staff_session (staff_id);

CREATE TABLE sign_in_failure (
    login text NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sign_in_failure_login ON sign_in_failure (login, at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at);

CREATE TABLE api_token (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    scope text NOT NULL CHECK (scope IN ('source', 'read', 'admin', 'agent')),
    staff_id integer REFERENCES staff,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz
);

CREATE TABLE idempotency (
    token_id integer NOT NULL REFERENCES api_token,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    status smallint,                         -- null: the first call is still at work
    content_type text,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (token_id, method, path, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE client (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    name text NOT NULL DEFAULT '',
    phone text UNIQUE CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),   -- verified: own contact, the workshop's system, or an agent's link
    phone_unverified text,                   -- typed by the person: shown to agents, opens nothing
    language text NOT NULL DEFAULT 'ru',
    tier text,
    birthday date,
    source_tag text,
    created_at timestamptz NOT NULL,
    merged_into bigint REFERENCES client,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX client_order ON client (xid, id);

CREATE TABLE client_ref (
    ref text PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES client
);
CREATE INDEX client_ref_client ON client_ref (client_id);

-- A person's private chat with the bot.
CREATE TABLE chat (
    chat_id bigint PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES client,
    first_name text NOT NULL DEFAULT '',
    username text,
    language text,                           -- chosen; null: still guessed
    telegram_language text,
    unit_id integer REFERENCES unit,         -- from a u_ link
    source_tag text,                         -- from an s_ link
    dialogue text,                           -- what the next free text answers
    dialogue_data jsonb NOT NULL DEFAULT '{}',
    blocked_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX chat_client ON chat (client_id);

CREATE TABLE consent (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES client,
    kind text NOT NULL CHECK (kind IN ('service', 'advertising')),
    granted boolean NOT NULL,
    text_version text NOT NULL,
    language text NOT NULL,
    source text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX consent_client ON consent (client_id, kind, id DESC);

CREATE TABLE request (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES client,
    chat_id bigint REFERENCES chat,          -- null: only a phone
    type text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'assigned', 'waiting_client', 'promised', 'closed')),
    source text NOT NULL,
    source_tag text,
    token_id integer REFERENCES api_token,   -- the source that made it
    external_ref text,
    language text NOT NULL,
    unit_id integer REFERENCES unit,
    urgent boolean NOT NULL DEFAULT false,
    alarm text CHECK (alarm IN ('danger', 'law')),
    agent_id integer REFERENCES staff,
    preferred_agent_id integer REFERENCES staff,
    reserved_for integer REFERENCES staff,
    reserved_until timestamptz,
    returned boolean NOT NULL DEFAULT false, -- it had an owner before
    reason jsonb,                            -- why it came to this agent
    created_at timestamptz NOT NULL,
    waiting_since timestamptz,               -- the first unanswered message
    queue_key timestamptz,                   -- waiting_since less the boosts, in minutes of waiting
    assigned_at timestamptz,
    answered_at timestamptz,                 -- the first answer
    last_client_at timestamptz,
    last_agent_at timestamptz,
    first_answer_due timestamptz,
    next_answer_due timestamptz,
    resolve_due timestamptz,
    closed_at timestamptz,
    closed_by integer REFERENCES staff,
    outcome text,
    summary text,
    fields jsonb NOT NULL DEFAULT '{}',
    vehicle jsonb,
    rating smallint CHECK (rating BETWEEN 1 AND 5),
    reopened smallint NOT NULL DEFAULT 0,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CHECK (state <> 'queued' OR (agent_id IS NULL AND waiting_since IS NOT NULL AND queue_key IS NOT NULL)),
    CHECK (state <> 'assigned' OR agent_id IS NOT NULL),
    CHECK (state <> 'promised' OR agent_id IS NOT NULL),
    CHECK (state <> 'closed' OR (outcome IS NOT NULL AND summary IS NOT NULL))
);
CREATE INDEX request_queue ON request (queue_key, number) WHERE state = 'queued';
CREATE INDEX request_held ON request (agent_id) WHERE agent_id IS NOT NULL AND state <> 'closed';
CREATE INDEX request_reserved ON request (reserved_for, queue_key) WHERE state = 'queued' AND reserved_for IS NOT NULL;
CREATE INDEX request_client ON request (client_id, number);
CREATE INDEX request_chat ON request (chat_id, number) WHERE chat_id IS NOT NULL;
CREATE INDEX request_order ON request (xid, number);
CREATE INDEX request_silent ON request (last_agent_at) WHERE state = 'waiting_client' AND agent_id IS NOT NULL;

-- Everybody who ever led a request: they may read it later (contract, scope agent).
CREATE TABLE request_agent (
    request_number bigint NOT NULL REFERENCES request,
    staff_id integer NOT NULL REFERENCES staff,
    PRIMARY KEY (request_number, staff_id)
);
CREATE INDEX request_agent_staff ON request_agent (staff_id, request_number DESC);

CREATE TABLE message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    direction text NOT NULL CHECK (direction IN ('in', 'out', 'note', 'system')),
    staff_id integer REFERENCES staff,
    author text NOT NULL,
    text text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    reply_to bigint REFERENCES message,
    edited_at timestamptz,
    chat_id bigint,
    media_group text,
    delivery text CHECK (delivery IN ('queued', 'sent', 'retry', 'blocked', 'failed', 'maybe_twice', 'no_channel'))
);
CREATE INDEX message_request ON message (request_number, id);
CREATE UNIQUE INDEX message_album ON message (chat_id, media_group) WHERE media_group IS NOT NULL;

CREATE TABLE message_version (
    message_id bigint NOT NULL REFERENCES message,
    text text NOT NULL,
    replaced_at timestamptz NOT NULL
);
CREATE INDEX message_version_message ON message_version (message_id);

-- Telegram's ids of a message: an album or a long answer has several.
CREATE TABLE message_telegram (
    chat_id bigint NOT NULL,
    telegram_id bigint NOT NULL,
    message_id bigint NOT NULL REFERENCES message,
    PRIMARY KEY (chat_id, telegram_id)
);
CREATE INDEX message_telegram_message ON message_telegram (message_id);

CREATE TABLE file (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    kind text NOT NULL,                      -- photo document voice audio video video_note sticker animation
    name text NOT NULL,
    mime text NOT NULL,
    size bigint,
    state text NOT NULL CHECK (state IN ('pending', 'ready', 'failed', 'too_large')),
    telegram_file_id text,
    attempts smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    staff_id integer REFERENCES staff,       -- uploaded by
    token_id integer REFERENCES api_token,
    created_at timestamptz NOT NULL
);
CREATE INDEX file_pending ON file (due_at) WHERE state = 'pending';

CREATE TABLE attachment (
    message_id bigint NOT NULL REFERENCES message,
    position smallint NOT NULL,
    file_id bigint NOT NULL REFERENCES file,
    PRIMARY KEY (message_id, position)
);
CREATE INDEX attachment_file ON attachment (file_id);

CREATE TABLE promise (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    due_at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('open', 'kept', 'overdue')),
    made_by integer REFERENCES staff,
    made_at timestamptz NOT NULL,
    after_message bigint NOT NULL,           -- only an answer given after the promise keeps it
    broken_at timestamptz,                   -- it fell due unkept: moving it does not heal that (W5)
    kept_at timestamptz
);
CREATE UNIQUE INDEX promise_current ON promise (request_number) WHERE state <> 'kept';
CREATE INDEX promise_due ON promise (due_at) WHERE state = 'open';

CREATE TABLE call_task (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    phone text NOT NULL,
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    done_by integer REFERENCES staff,
    outcome text CHECK (outcome IN ('reached', 'no_answer', 'wrong_number'))
);
CREATE INDEX call_task_request ON call_task (request_number);

CREATE TABLE draft (
    request_number bigint NOT NULL REFERENCES request,
    staff_id integer NOT NULL REFERENCES staff,
    text text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (request_number, staff_id)
);

-- Append-only. Readers page by (xid, id) below the oldest running transaction, so that a late commit is never skipped.
CREATE TABLE event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    type text NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    subject text NOT NULL,
    unit_id integer,
    data jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX event_order ON event (xid, id);
CREATE INDEX event_subject ON event (subject, id);

-- Handing out the next request (W2, W4, W5): the only way, beside a head's logged override, in which a request gets an owner.
-- One call is one round trip; inside it each statement sees what others have committed, so the agent's row is locked first and
-- counted after. Refusals come in the contract's order. The request reserved for this agent goes first, unless somebody is in danger.
CREATE FUNCTION claim_next(p_staff integer, p_now timestamptz, p_limit integer, OUT refused text, OUT claimed bigint)
LANGUAGE plpgsql AS $$
DECLARE
    agent staff;
    own request;
    found request;
    why text;
BEGIN
    SELECT * INTO agent FROM staff WHERE id = p_staff FOR NO KEY UPDATE;
    IF agent.id IS NULL OR NOT agent.active OR agent.shift <> 'on' THEN
        refused := 'off-shift';
        RETURN;
    END IF;
    IF EXISTS (
        SELECT FROM request q JOIN promise p ON p.request_number = q.number
        WHERE q.agent_id = p_staff AND q.state <> 'closed' AND p.state <> 'kept'
          AND (p.due_at <= p_now OR p.broken_at IS NOT NULL)
    ) THEN
        refused := 'promise-overdue';
        RETURN;
    END IF;
    IF (SELECT count(*) FROM request WHERE agent_id = p_staff AND state <> 'closed') >= coalesce(agent.wip_limit, p_limit) THEN
        refused := 'wip-limit';
        RETURN;
    END IF;
    SELECT * INTO own FROM request
    WHERE state = 'queued' AND reserved_for = p_staff AND reserved_until > p_now
    ORDER BY queue_key, number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    IF own.number IS NULL OR own.alarm IS DISTINCT FROM 'danger' THEN
        SELECT q.* INTO found FROM request q
        WHERE q.state = 'queued' AND (q.reserved_for IS NULL OR q.reserved_until <= p_now OR q.alarm = 'danger')
          AND (own.number IS NULL OR q.alarm = 'danger')
          AND (agent.unit_ids = '{}' OR q.unit_id IS NULL OR q.unit_id = ANY (agent.unit_ids))
          AND (agent.skills = '{}' OR q.type = ANY (agent.skills) OR NOT EXISTS (
                SELECT FROM staff o
                WHERE o.active AND o.role = 'agent' AND (o.skills = '{}' OR q.type = ANY (o.skills))
                  AND (o.unit_ids = '{}' OR q.unit_id IS NULL OR q.unit_id = ANY (o.unit_ids))))
        ORDER BY q.queue_key, q.number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
    IF found.number IS NULL THEN
        found := own;
    END IF;
    IF found.number IS NULL THEN
        RETURN;
    END IF;
    why := CASE WHEN found.alarm IS NOT NULL THEN found.alarm WHEN found.number = own.number THEN 'reserved' ELSE 'oldest' END;
    UPDATE request SET state = 'assigned', agent_id = p_staff, preferred_agent_id = p_staff, assigned_at = p_now,
        reserved_for = NULL, reserved_until = NULL,
        reason = jsonb_build_object('code', why, 'waited_seconds', greatest(0, extract(epoch FROM p_now - found.waiting_since))::bigint)
    WHERE number = found.number;
    INSERT INTO request_agent (request_number, staff_id) VALUES (found.number, p_staff) ON CONFLICT DO NOTHING;
    INSERT INTO event (type, at, actor, subject, unit_id, data)
    VALUES ('request.assigned', p_now, 'agent:' || agent.login, 'request:' || found.number, found.unit_id,
            jsonb_build_object('agent', agent.login, 'why', why));
    claimed := found.number;
END $$;

-- Forms of the console that were carried out: a second press of the same form finds the first one's result here. The row is made
-- in the transaction of the act itself, so that twins wait for each other and a failed act leaves nothing.
CREATE TABLE form_key (
    staff_id integer NOT NULL REFERENCES staff,
    key bytea NOT NULL,                      -- hash of the form's one-time key and of what was typed
    result text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (staff_id, key)
);
CREATE INDEX form_key_age ON form_key (created_at);
