"""The rows of words of some requests, and the words as people wrote them: made anew from what is there now."""

from collections.abc import Sequence

from services.storage.tx import Tx

PART = 50  # messages of one row: a row of words has its limits
_ROOM = 100_000  # characters of one row: of a text that is all plates more than five bytes a character are kept, and a megabyte is the end
_LONGEST = 8000  # characters of a message; Telegram's have at most 4,096
# Names that people gave; those of photos and voices are ours.
FILES = (
    "coalesce((SELECT string_agg(f.name, ' ' ORDER BY a.position) FROM attachment a JOIN file f ON f.id = a.file_id "
    "WHERE a.message_id = m.id AND a.replaced_at IS NULL AND f.kind IN ('document', 'audio', 'video')), '')"
)
RECORDED = (
    "concat_ws(' · ', nullif(r.summary, ''), (SELECT string_agg(value, ' · ') FROM jsonb_each_text(r.fields)), "
    "(SELECT string_agg(value, ' · ') FROM jsonb_each_text(CASE jsonb_typeof(r.vehicle) WHEN 'object' THEN r.vehicle END)))"
)
# Between two messages stand words that count as places but are never looked for: no phrase goes on from one message to the next.
_BETWEEN = "E'\\nи и\\n'"
_SAID = (
    "coalesce(setweight(archive_vector(string_agg(s.text, {between} ORDER BY s.id) FILTER (WHERE s.direction = '{who}')), "
    "'{weight}'), '')"
)
_WORDS = " || ".join(
    _SAID.format(between=_BETWEEN, who=who, weight=weight) for who, weight in (("in", "A"), ("out", "B"), ("note", "C"))
)
_MARKS = """
array_to_tsvector(ARRAY['#i' || (r.number >> 12), '#j' || (r.number >> 16), '#u' || coalesce(r.unit_id, 0), '#y' || r.type, '#s' || r.state]
    || CASE WHEN r.outcome IS NOT NULL THEN ARRAY['#o' || r.outcome] ELSE '{}' END
    || ARRAY(SELECT DISTINCT '#a' || staff_id FROM request_agent WHERE request_number = r.number)
    || CASE WHEN EXISTS (SELECT FROM message m JOIN attachment a ON a.message_id = m.id WHERE m.request_number = r.number
            AND m.withdrawn_at IS NULL AND a.replaced_at IS NULL) THEN ARRAY['#files'] ELSE '{}' END)
"""
_MAKE = f"""
WITH said AS (
    SELECT number, id, direction, text, (row_number() OVER told - 1) / {PART} + coalesce(sum(length(text)) OVER before, 0) / {_ROOM} AS part
    FROM (SELECT m.request_number AS number, m.id, m.direction, left(m.text, {_LONGEST}) || E'\\n' || left({FILES}, {_LONGEST}) AS text
        FROM message m WHERE m.request_number = ANY ($1::bigint[]) AND m.direction <> 'system' AND m.withdrawn_at IS NULL) AS m
    WINDOW told AS (PARTITION BY number ORDER BY id), before AS (told ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), asked AS (
    SELECT r.*, {_MARKS} AS marks, setweight(archive_vector(left({RECORDED}, {_LONGEST})), 'D') AS recorded
    FROM request r JOIN client c ON c.id = r.client_id WHERE r.number = ANY ($1::bigint[]) AND c.erased_at IS NULL
), parts AS (
    SELECT r.number, coalesce(s.part, 0) AS part, coalesce(max(s.id), 0) AS upto, {_WORDS} AS words
    FROM asked r LEFT JOIN said s ON s.number = r.number GROUP BY r.number, coalesce(s.part, 0)
), made AS (
    INSERT INTO archive AS known (request_number, part, upto, words)
    SELECT p.number, p.part, p.upto, p.words || CASE p.part WHEN 0 THEN r.recorded ELSE '' END || r.marks
    FROM parts p JOIN asked r ON r.number = p.number ORDER BY p.number, p.part
    ON CONFLICT (request_number, part) DO UPDATE SET words = excluded.words, upto = excluded.upto
    WHERE known.words <> excluded.words OR known.upto <> excluded.upto
)
DELETE FROM archive a WHERE a.request_number = ANY ($1::bigint[])
    AND NOT EXISTS (SELECT FROM parts p WHERE p.number = a.request_number AND p.part = a.part)
"""
# Each word once for each message that is new in the rows: before these are made.
_STEM = "(ts_lexize(CASE tokid WHEN 1 THEN 'english_stem'::regdictionary ELSE 'russian_stem' END, token))[1]"
_COUNTED = f"""
SELECT token AS word, min({_STEM}) AS stem, count(DISTINCT m.id)::integer AS seen
FROM {{whence}} CROSS JOIN LATERAL ts_parse('default', lower(archive_plain(left(m.text, {_LONGEST})))) AS words
WHERE m.direction <> 'system' AND tokid IN (1, 2) AND length(token) BETWEEN 3 AND 30 AND {_STEM} IS NOT NULL
GROUP BY token
"""
_NEW = (
    "(SELECT m.* FROM message m LEFT JOIN (SELECT request_number, max(upto) AS upto FROM archive WHERE request_number = ANY ($1::bigint[]) "
    "GROUP BY request_number) AS known USING (request_number) "
    "WHERE m.request_number = ANY ($1::bigint[]) AND m.id > coalesce(known.upto, 0)) AS m"
)
_LEARN = (
    f"INSERT INTO archive_word AS known (word, stem, seen) SELECT * FROM ({_COUNTED.format(whence=_NEW)}) AS counted ORDER BY word "
    "ON CONFLICT (word) DO UPDATE SET seen = known.seen + excluded.seen"
)
# With what they said before they changed it: it was counted then.
_THEIRS = (
    "(SELECT id, direction, text FROM message WHERE request_number = ANY ($1::bigint[]) UNION ALL SELECT o.id, o.direction, v.text "
    "FROM message o JOIN message_version v ON v.message_id = o.id WHERE o.request_number = ANY ($1::bigint[])) AS m"
)
_UNLEARN = (
    f"WITH theirs AS ({_COUNTED.format(whence=_THEIRS)}), "
    "gone AS (DELETE FROM archive_word w USING theirs t WHERE w.word = t.word AND w.seen <= t.seen) "
    "UPDATE archive_word w SET seen = w.seen - t.seen FROM theirs t WHERE w.word = t.word AND w.seen > t.seen"
)


async def make(tx: Tx, numbers: Sequence[int]) -> None:
    """Their rows as they should be; none for people who were erased."""
    if numbers:
        await tx.execute(_LEARN, list(numbers))
        await make_rows(tx, numbers)


async def make_rows(tx: Tx, numbers: Sequence[int]) -> None:
    """The rows alone, without learning the words in them."""
    await tx.execute(_MAKE, list(numbers))


async def forget(tx: Tx, numbers: Sequence[int]) -> None:
    """Before the messages of these requests are erased: nothing of them can be found any more, nor a word that only they had.

    Whoever makes rows meanwhile finishes first or begins afterwards.
    """
    await tx.execute("SELECT FROM archive_progress FOR UPDATE")
    await tx.execute(_UNLEARN, list(numbers))
    await tx.execute("DELETE FROM archive WHERE request_number = ANY ($1::bigint[])", list(numbers))
