-- Threads of Telegram's that were this request's topic once, or were made beside it because an answer of Telegram's was lost. They are gone,
-- or are deleted once (where the bot may); what somebody has written there meanwhile is still heard.
CREATE TABLE group_former_thread (
    thread_id bigint NOT NULL,
    topic_id bigint NOT NULL REFERENCES group_topic ON DELETE CASCADE,
    PRIMARY KEY (thread_id, topic_id)
);
CREATE INDEX group_former_thread_topic ON group_former_thread (topic_id);
