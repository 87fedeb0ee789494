-- Finding what was said (R1, R3, V8).
-- A conversation is one row of words (very long ones several): what the client said has weight A, what we said B, notes C, files, summary
-- and fields D. Rows are made in the background from the events (services/archive/keeping.py), so that writing a message costs nothing
-- more. Marks that begin with # stand for what a search narrows by; no text yields such a word:
--   #i<n> (4,096 requests in a row), #j<n> (65,536): the newest are looked through first, by a part of a word's list
--   #u<unit>, #a<staff> (whoever led it), #y<type>, #o<outcome>, #s<state>, #files
-- They only make the candidates fewer; who may see what is asked of the request itself.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE archive (
    request_number bigint NOT NULL,          -- no foreign key: checking it would write to the request's row
    part smallint NOT NULL,                  -- of 50 messages
    words tsvector NOT NULL,
    upto bigint NOT NULL,                    -- the last message in it
    PRIMARY KEY (request_number, part)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0.05,
        toast_tuple_target = 4080);
ALTER TABLE archive ALTER COLUMN words SET STORAGE MAIN;  -- beside the row: looking at the newest ones reads no second table
CREATE INDEX archive_words ON archive USING gin (words);

-- Words as people wrote them, for slips of those who look for them: the word that was nearest. `stem` is what the index has.
CREATE TABLE archive_word (
    word text PRIMARY KEY,
    stem text NOT NULL,
    seen integer NOT NULL                    -- messages
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX archive_word_stem ON archive_word (stem);
CREATE INDEX archive_word_begin ON archive_word (word text_pattern_ops);
CREATE INDEX archive_word_near ON archive_word USING gin (word gin_trgm_ops);

-- How far the rows have been made: what happened since, by the events; what was there before, from the newest request down.
CREATE TABLE archive_progress (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    xid xid8 NOT NULL,                       -- events up to here are in the rows
    event_id bigint NOT NULL,
    fill_from bigint NOT NULL,               -- the highest request number when it began
    filled_to bigint NOT NULL                -- requests with this number and higher ones are in; 0: all
);

-- What is looked for and what was written, made alike: ё as е, and none of the signs that would join words into addresses, paths,
-- versions, numbers with a sign or tags. Letter for letter, so that places found in it are places of the original.
CREATE FUNCTION archive_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(said, 'ёЁ-_/.@:&+<>', 'еЕ          ')
$$;

-- Phones, plates and VINs in a text, each as one word however it was written.
CREATE FUNCTION archive_marks(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    found text[];
    big text;
BEGIN
    IF said !~ '[0-9]{2}' THEN
        RETURN '';
    END IF;
    SELECT array_agg('tel' || right(digits, 10)) INTO found
    FROM regexp_matches(said, '(?<![[:alnum:]])\+?[0-9][0-9 ()\u2010\u2011\u2013.\u00a0-]{8,20}[0-9]', 'g') AS m,
        LATERAL (SELECT regexp_replace(m[1], '[^0-9]', '', 'g')) AS d (digits) WHERE length(digits) BETWEEN 10 AND 15;
    big := upper(said);
    found := found || ARRAY(
        SELECT 'gos' || left(plate, size) FROM regexp_matches(translate(big, 'ABEKMHOPCTYX', 'АВЕКМНОРСТУХ'),
            '\m[АВЕКМНОРСТУХ][ -]?[0-9]{3}[ -]?[АВЕКМНОРСТУХ]{2}(?:[ -]?[0-9]{2,3})?\M', 'g') AS m,
            LATERAL (SELECT translate(lower(m[1]), ' -', '')) AS p (plate), unnest(ARRAY[6, 9]) AS size);
    found := found || ARRAY(
        SELECT 'vin' || lower(m[1]) FROM regexp_matches(translate(big, 'АВЕКМНОРСТУХ', 'ABEKMHOPCTYX'), '\m[A-HJ-NPR-Z0-9]{17}\M', 'g') AS m
        WHERE m[1] ~ '[0-9]');
    RETURN coalesce(array_to_string(found, ' '), '');
END $$;

CREATE FUNCTION archive_vector(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.russian', archive_plain(said) || ' ' || archive_marks(said))
$$;

-- The number from which requests came at this moment or later, by halving: numbers rise with time.
CREATE FUNCTION archive_number_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    low bigint := 0;
    high bigint := coalesce((SELECT max(number) FROM request), 0) + 1;
    middle bigint;
    came timestamptz;
BEGIN
    WHILE low < high LOOP
        middle := (low + high) / 2;
        SELECT created_at INTO came FROM request WHERE number >= middle ORDER BY number LIMIT 1;
        IF came IS NULL OR came >= moment THEN
            high := middle;
        ELSE
            low := middle + 1;
        END IF;
    END LOOP;
    RETURN low;
END $$;
