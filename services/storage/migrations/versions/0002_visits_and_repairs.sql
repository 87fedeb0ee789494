-- An exclusion constraint over (resource, interval) needs equality in a GiST index. The extension is trusted: the database's owner may
-- create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE unit
    ADD COLUMN place jsonb,                              -- {"lat": …, "lon": …}; null: the route is looked up by the address
    ADD COLUMN grid_minutes smallint NOT NULL DEFAULT 30 CHECK (grid_minutes BETWEEN 5 AND 240),
    ADD COLUMN lead_minutes integer NOT NULL DEFAULT 60 CHECK (lead_minutes BETWEEN 0 AND 20160),
    ADD COLUMN horizon_days smallint NOT NULL DEFAULT 60 CHECK (horizon_days BETWEEN 1 AND 365),
    ADD COLUMN cutoff_minutes integer NOT NULL DEFAULT 120 CHECK (cutoff_minutes BETWEEN 0 AND 20160), -- clients move and cancel until then
    ADD COLUMN visits_limit smallint NOT NULL DEFAULT 3 CHECK (visits_limit BETWEEN 1 AND 50),         -- open visits of one client
    ADD COLUMN moves_limit smallint NOT NULL DEFAULT 5 CHECK (moves_limit BETWEEN 0 AND 50);           -- of one visit, by the client

CREATE TABLE work (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_-]{1,32}$'),
    title jsonb NOT NULL,                                -- {"ru": …, "en": …}
    family text NOT NULL DEFAULT 'other',                -- what the client's list is grouped by
    minutes smallint NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
    bay text NOT NULL,                                   -- the kind of bay it needs
    skill text,                                          -- what the technician must be able to do; null: anybody
    setup_minutes smallint NOT NULL DEFAULT 5 CHECK (setup_minutes BETWEEN 0 AND 240),     -- charged to the bay, not to the technician
    cleanup_minutes smallint NOT NULL DEFAULT 10 CHECK (cleanup_minutes BETWEEN 0 AND 240),
    bookable boolean NOT NULL DEFAULT true,              -- false: an adviser agrees on it (works "by wear")
    interval_km integer CHECK (interval_km > 0),
    interval_months smallint CHECK (interval_months > 0),
    position smallint NOT NULL DEFAULT 100,
    active boolean NOT NULL DEFAULT true
);

CREATE TABLE resource (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer NOT NULL REFERENCES unit,
    kind text NOT NULL CHECK (kind IN ('bay', 'technician')),
    name jsonb NOT NULL,
    abilities text[] NOT NULL DEFAULT '{}',              -- of a bay: the kinds of bay it serves as; of a technician: skills
    hours jsonb,                                         -- as unit.hours; null: whenever the unit is open
    position smallint NOT NULL DEFAULT 100,
    active boolean NOT NULL DEFAULT true
);
CREATE INDEX resource_unit ON resource (unit_id);

CREATE TABLE vehicle (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    ref text UNIQUE,
    client_id bigint NOT NULL REFERENCES client,
    make text NOT NULL DEFAULT '',
    model text NOT NULL DEFAULT '',
    year smallint,
    vin text,                                            -- upper case; not unique: a typed one proves nothing
    plate text,                                          -- normal form (Cyrillic where Russian); a plate passes to another vehicle
    sold_at timestamptz,
    source text NOT NULL,                                -- telegram, api, console
    created_at timestamptz NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX vehicle_client ON vehicle (client_id);
CREATE INDEX vehicle_plate ON vehicle (plate) WHERE plate IS NOT NULL;
CREATE INDEX vehicle_vin ON vehicle (vin) WHERE vin IS NOT NULL;

CREATE TABLE mileage (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_id bigint NOT NULL REFERENCES vehicle ON DELETE CASCADE,
    km integer NOT NULL CHECK (km BETWEEN 0 AND 3000000),
    at timestamptz NOT NULL,
    source text NOT NULL                                 -- order > console > telegram, where they disagree
);
CREATE INDEX mileage_vehicle ON mileage (vehicle_id, at DESC);

-- A visit, from the moment a client looks at a slot (`hold`) to its end.
CREATE TABLE appointment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    unit_id integer NOT NULL REFERENCES unit,
    client_id bigint NOT NULL REFERENCES client,
    vehicle_id bigint REFERENCES vehicle,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    status text NOT NULL CHECK (status IN ('hold', 'booked', 'confirmed', 'arrived', 'no_show', 'done', 'cancelled')),
    expires_at timestamptz,                              -- of a hold
    version integer NOT NULL DEFAULT 1,                  -- rises with each move: reminders of an earlier one are dead
    moves smallint NOT NULL DEFAULT 0,                   -- by the client
    comment text NOT NULL DEFAULT '',
    request_number bigint REFERENCES request,            -- what it came from (W9)
    source text NOT NULL CHECK (source IN ('telegram', 'api', 'console')),
    source_tag text,
    token_id integer REFERENCES api_token,
    staff_id integer REFERENCES staff,                   -- who booked it in the console
    chat_id bigint REFERENCES chat,                      -- where the client decides, or decided
    draft text UNIQUE,                                   -- the dialogue it was made in: a second press finds the first one's visit
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    cancelled_at timestamptz,
    cancelled_by text CHECK (cancelled_by IN ('client', 'unit', 'source')),
    cancel_reason text,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CHECK ((status = 'hold') = (expires_at IS NOT NULL))
);
CREATE UNIQUE INDEX appointment_hold ON appointment (chat_id) WHERE status = 'hold';
CREATE INDEX appointment_expires ON appointment (expires_at) WHERE status = 'hold';
CREATE INDEX appointment_client ON appointment (client_id, starts_at);
CREATE INDEX appointment_unit ON appointment (unit_id, starts_at);
CREATE INDEX appointment_request ON appointment (request_number) WHERE request_number IS NOT NULL;
CREATE INDEX appointment_vehicle ON appointment (vehicle_id) WHERE vehicle_id IS NOT NULL;
CREATE INDEX appointment_order ON appointment (xid, id);

CREATE TABLE appointment_work (
    appointment_id bigint NOT NULL REFERENCES appointment ON DELETE CASCADE,
    position smallint NOT NULL,
    work_id integer NOT NULL REFERENCES work,
    minutes smallint NOT NULL,
    PRIMARY KEY (appointment_id, position)
);

-- One resource, one interval, one owner (I3): holds, visits and blocks by staff are rows of one table. A visit that is over or
-- cancelled keeps no row; an expired hold is deleted by whoever wants its place, for a constraint cannot look at the clock.
CREATE TABLE occupation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    resource_id integer NOT NULL REFERENCES resource,
    period tstzrange NOT NULL CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)),
    appointment_id bigint REFERENCES appointment ON DELETE CASCADE,
    reason text,                                         -- of a block: holiday, repair of the lift
    staff_id integer REFERENCES staff,
    CONSTRAINT occupation_once EXCLUDE USING gist (resource_id WITH =, period WITH &&),
    CHECK (appointment_id IS NOT NULL OR reason IS NOT NULL)
);
CREATE INDEX occupation_appointment ON occupation (appointment_id) WHERE appointment_id IS NOT NULL;

CREATE TABLE repair_order (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    ref text NOT NULL UNIQUE,
    client_id bigint NOT NULL REFERENCES client,
    vehicle_id bigint REFERENCES vehicle,
    unit_id integer NOT NULL REFERENCES unit,
    status text NOT NULL CHECK (status IN ('received', 'diagnostics', 'approval', 'parts_wait', 'in_work', 'paused', 'qc', 'ready',
        'issued', 'closed', 'cancelled', 'warranty')),
    promised_at timestamptz,
    note text NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX repair_order_client ON repair_order (client_id, id DESC);
CREATE INDEX repair_order_vehicle ON repair_order (vehicle_id) WHERE vehicle_id IS NOT NULL;
CREATE INDEX repair_order_order ON repair_order (xid, id);

CREATE TABLE repair_order_line (
    order_id bigint NOT NULL REFERENCES repair_order ON DELETE CASCADE,
    line text NOT NULL,                                  -- the other system's id of it
    position smallint NOT NULL,
    title text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('work', 'part')),
    quantity numeric(12, 3) NOT NULL,
    price numeric(14, 2) NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    minutes integer,
    danger text CHECK (danger IN ('red', 'yellow', 'green')),
    decision text NOT NULL DEFAULT 'open' CHECK (decision IN ('open', 'approved', 'declined')),
    PRIMARY KEY (order_id, line)
);

CREATE TABLE recommendation (
    order_id bigint NOT NULL REFERENCES repair_order ON DELETE CASCADE,
    item text NOT NULL,                                  -- the other system's id of it
    position smallint NOT NULL,
    title text NOT NULL,
    danger text CHECK (danger IN ('red', 'yellow', 'green')),
    due_at timestamptz,
    PRIMARY KEY (order_id, item)
);

-- The timeline: every change of status or promised time, with what was said about it.
CREATE TABLE repair_order_step (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES repair_order ON DELETE CASCADE,
    at timestamptz NOT NULL,
    status text NOT NULL,
    promised_at timestamptz,
    promised_before timestamptz,                         -- the time promised until then, where it moved
    note text NOT NULL DEFAULT ''
);
CREATE INDEX repair_order_step_order ON repair_order_step (order_id, id);

CREATE TABLE parts_order (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id text NOT NULL UNIQUE,
    ref text NOT NULL UNIQUE,
    client_id bigint NOT NULL REFERENCES client,
    unit_id integer NOT NULL REFERENCES unit,
    status text NOT NULL CHECK (status IN ('ordered', 'confirmed', 'in_transit', 'delayed', 'arrived', 'issued', 'cancelled')),
    expected_at timestamptz,
    items jsonb NOT NULL DEFAULT '[]',
    version bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX parts_order_client ON parts_order (client_id, id DESC);

CREATE TABLE parts_order_step (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES parts_order ON DELETE CASCADE,
    at timestamptz NOT NULL,
    status text NOT NULL,
    expected_at timestamptz,
    expected_before timestamptz
);
CREATE INDEX parts_order_step_order ON parts_order_step (order_id, id);

-- What a request is about: an agent sees it without asking (P1).
ALTER TABLE request
    ADD COLUMN vehicle_id bigint REFERENCES vehicle,
    ADD COLUMN appointment_id bigint REFERENCES appointment,
    ADD COLUMN repair_order_id bigint REFERENCES repair_order,
    ADD COLUMN parts_order_id bigint REFERENCES parts_order;

-- One row per (kind, subject, occurrence): planned with its cause, settled exactly once (I6).
CREATE TABLE reminder (
    kind text NOT NULL,
    subject text NOT NULL,                               -- appointment:<id>, repair_order:<id>
    occurrence integer NOT NULL,                         -- the subject's version
    client_id bigint NOT NULL REFERENCES client,
    unit_id integer REFERENCES unit,
    due_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'sent', 'skipped')),
    why text NOT NULL DEFAULT '',                        -- of a skipped one: moved, cancelled, switched-off, too-late, quiet, no-channel …
    planned_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (kind, subject, occurrence)
);
CREATE INDEX reminder_due ON reminder (due_at) WHERE state = 'planned';
CREATE INDEX reminder_client ON reminder (client_id);

-- What a client has switched off or on; no row: the kind's default.
CREATE TABLE reminder_switch (
    client_id bigint NOT NULL REFERENCES client,
    kind text NOT NULL,
    enabled boolean NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (client_id, kind)
);

-- Mail that is only worth sending for a while, or while its cause stands: checked again when it leaves.
ALTER TABLE outbox
    ADD COLUMN about text,                               -- appointment:12:3: dropped when that ends or moves
    ADD COLUMN valid_until timestamptz;                  -- on the database's own clock
CREATE INDEX outbox_about ON outbox (about text_pattern_ops) WHERE about IS NOT NULL AND state IN ('queued', 'retry');

CREATE TABLE typical_answer (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title jsonb NOT NULL,                                -- {"ru": …, "en": …}
    body jsonb NOT NULL,
    type text,                                           -- of the requests it suits; null: all
    unit_id integer REFERENCES unit,                     -- null: every unit
    position smallint NOT NULL DEFAULT 100,
    active boolean NOT NULL DEFAULT true
);

ALTER TABLE client ADD COLUMN erased_at timestamptz;

-- The trail of changes by staff is read backwards.
CREATE INDEX event_settings ON event (id) WHERE split_part(type, '.', 1) IN ('chain', 'unit', 'resource', 'work', 'staff', 'answer');
