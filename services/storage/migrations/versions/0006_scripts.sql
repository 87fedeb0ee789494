-- Scripts: what is asked, known and required, and what came of it.

-- A script that somebody has written, for the chain (unit null) or a unit; without a row the default holds (services/scripts/defaults.py).
CREATE TABLE script (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer REFERENCES unit,
    type text NOT NULL,
    body jsonb NOT NULL,                     -- services/scripts/models.py, Script.as_json
    changed_at timestamptz NOT NULL,
    changed_by integer REFERENCES staff,
    UNIQUE NULLS NOT DISTINCT (unit_id, type)
);

-- What became of each field of a request's script. The value itself is in request.fields, or elsewhere on the card.
CREATE TABLE script_field (
    request_number bigint NOT NULL REFERENCES request,
    code text NOT NULL,
    known boolean NOT NULL DEFAULT false,    -- before anything was asked (P1)
    asked_at timestamptz,                    -- by the bot
    left_as text CHECK (left_as IN ('answered', 'sent', 'skipped', 'unclear', 'ended')),  -- how the client left the question;
                                             -- sent: as a picture or a voice; unclear: not readable; ended: went on to something else
    told_by text CHECK (told_by IN ('client', 'agent')),  -- whose the value in request.fields is
    told_at timestamptz,
    PRIMARY KEY (request_number, code)
);

-- The bot is asking. Written under the lock of the request only.
CREATE TABLE asking (
    request_number bigint PRIMARY KEY REFERENCES request,
    chat_id bigint NOT NULL,
    dialogue text NOT NULL,                  -- what its messages are marked with on their way out
    code text NOT NULL                       -- the field that is being asked for
);

-- Each closing of a request; `round` counts how often it had been opened again.
CREATE TABLE wrap_up (
    request_number bigint NOT NULL REFERENCES request,
    round smallint NOT NULL,
    unit_id integer REFERENCES unit,
    type text NOT NULL,
    outcome text NOT NULL,
    result text,                             -- of the script
    next text NOT NULL DEFAULT 'none' CHECK (next IN ('visit', 'recommendation', 'promise', 'none')),
    at timestamptz NOT NULL,
    staff_id integer REFERENCES staff,
    rating smallint,
    reopened_at timestamptz,
    PRIMARY KEY (request_number, round)
);
CREATE INDEX wrap_up_day ON wrap_up USING brin (at) WITH (pages_per_range = 16, autosummarize = on);

-- What is owed to a client after their request was closed: followed up in a request of its own when it falls due (W5, W6).
CREATE TABLE follow_up (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('recommendation', 'promise')),
    client_id bigint NOT NULL REFERENCES client,
    vehicle_id bigint REFERENCES vehicle ON DELETE SET NULL,
    request_number bigint NOT NULL REFERENCES request,
    title text NOT NULL,
    due_at timestamptz NOT NULL,
    made_by integer REFERENCES staff,
    made_at timestamptz NOT NULL,
    done_at timestamptz,
    led_to bigint REFERENCES request         -- null when done: it was not wanted any more
);
CREATE INDEX follow_up_due ON follow_up (due_at) WHERE done_at IS NULL;
CREATE INDEX follow_up_client ON follow_up (client_id);
CREATE INDEX follow_up_request ON follow_up (request_number);
