-- Agents in a Telegram group: a view of the queue. Nothing is decided here; everything can be shown anew from the requests themselves.

-- Every group the bot is or was in, as Telegram last told of it.
CREATE TABLE bot_group (
    chat_id bigint PRIMARY KEY,
    title text NOT NULL DEFAULT '',
    forum boolean,                           -- topics are on; null: not known yet
    status text NOT NULL DEFAULT 'member',   -- of the bot: member, administrator, left, kicked
    topics boolean NOT NULL DEFAULT false,   -- the bot may manage topics
    deletes boolean NOT NULL DEFAULT false   -- the bot may delete messages, topics too
);

-- The group of a unit.
CREATE TABLE unit_group (
    unit_id integer PRIMARY KEY REFERENCES unit,
    chat_id bigint UNIQUE,                   -- null: not connected
    language text NOT NULL DEFAULT 'ru',
    answers boolean NOT NULL DEFAULT true,   -- the owner's words are answers unless marked; false: notes
    every boolean NOT NULL DEFAULT false,    -- a topic for each request taken at any door
    code text UNIQUE,                        -- said in the group it connects that to the unit, once
    code_until timestamptz,
    code_by integer REFERENCES staff,
    connected_at timestamptz,
    connected_by integer REFERENCES staff,
    trouble text,                            -- why nothing can be shown now: gone, not_forum, no_topics
    paused_until timestamptz,                -- in real time: not tried again before
    panel_id bigint,                         -- the message in General with Next
    panel text,                              -- what it says, as a digest
    panel_due boolean NOT NULL DEFAULT true,
    panel_at timestamptz                     -- in real time: when it was last written
);

-- What agents see of a request in the group. `menu`: which of the card's menus is open, and what has been chosen in it.
CREATE TABLE group_topic (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_number bigint NOT NULL REFERENCES request,
    unit_id integer NOT NULL REFERENCES unit_group,
    chat_id bigint NOT NULL,
    thread_id bigint,                        -- null: not made yet
    card_id bigint,
    card text,                               -- what the card says, as a digest
    name text NOT NULL DEFAULT '',
    closed boolean NOT NULL DEFAULT false,   -- in Telegram
    shown bigint NOT NULL DEFAULT 0,         -- the conversation has been posted up to this message
    changed bigint[] NOT NULL DEFAULT '{}',  -- messages that are shown and have changed since
    talk_due boolean NOT NULL DEFAULT true,
    card_due boolean NOT NULL DEFAULT true,
    answers boolean,                         -- null: as the unit sets it
    menu jsonb NOT NULL DEFAULT '{}',
    led_by integer REFERENCES staff,         -- who took the request when it was put here: it stays here while they lead it
    made integer NOT NULL DEFAULT 0,         -- how often it was made
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    retired boolean NOT NULL DEFAULT false   -- the request is shown elsewhere by now, or nowhere
);
CREATE UNIQUE INDEX group_topic_request ON group_topic (request_number) WHERE NOT retired;
CREATE UNIQUE INDEX group_topic_thread ON group_topic (chat_id, thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX group_topic_due ON group_topic (unit_id, due_at) WHERE (talk_due OR card_due OR changed <> '{}') AND NOT retired;

-- What is on its way to a group, until it is known what became of it. `about` of its mail is `group:<id>`.
CREATE TABLE group_post (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer NOT NULL REFERENCES unit_group,
    topic_id bigint REFERENCES group_topic,  -- null: General
    thread_id bigint,
    kind text NOT NULL,                      -- topic, card, recard, said, edit, mark, close, open, name, panel, repanel, pin, word, drop
    messages bigint[] NOT NULL DEFAULT '{}',
    files bigint[] NOT NULL DEFAULT '{}',
    digest text,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX group_post_unit ON group_post (unit_id);
CREATE INDEX outbox_group ON outbox (about) WHERE about LIKE 'group:%';

-- Messages of a group that show messages of a conversation, and those of agents that became some.
CREATE TABLE group_message (
    chat_id bigint NOT NULL,
    telegram_id bigint NOT NULL,
    topic_id bigint NOT NULL REFERENCES group_topic,
    messages bigint[] NOT NULL,
    files bigint[] NOT NULL DEFAULT '{}',    -- of the bot's: which files it shows
    staff_id integer REFERENCES staff,       -- an agent wrote it; null: the bot
    digest text,                             -- of the bot's: what it says
    caption boolean NOT NULL DEFAULT false,  -- its words stand under a file; null digest: it has none
    mark text,                               -- the bot's reaction to it
    PRIMARY KEY (chat_id, telegram_id)
);
CREATE INDEX group_message_topic ON group_message (topic_id);

-- Files of one album of an agent come one by one, and are sent on together.
CREATE TABLE group_album (
    chat_id bigint NOT NULL,
    media_group text NOT NULL,
    topic_id bigint NOT NULL REFERENCES group_topic,
    staff_id integer NOT NULL REFERENCES staff,
    items jsonb NOT NULL,
    due_at timestamptz NOT NULL,             -- in real time
    PRIMARY KEY (chat_id, media_group)
);
CREATE INDEX group_album_due ON group_album (due_at);

-- What somebody was told once, so as not to tell it at every message.
CREATE TABLE group_told (
    chat_id bigint NOT NULL,
    user_id bigint NOT NULL,
    what text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (chat_id, user_id, what)
);

-- How far the log of events has been looked through for the groups.
CREATE TABLE group_cursor (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    cursor text NOT NULL
);
