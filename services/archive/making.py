"""The rows of words of some requests, and the words as people wrote them: made from what is there now, as far as it has changed."""

from collections.abc import Sequence
from dataclasses import astuple

from services.archive.pieces import Change, pieces_of, whole
from services.storage.tx import Tx

PART = 50  # messages of one row: a row of words has its limits
_ROOM = 100_000  # characters of one row: of a text that is all plates more than five bytes a character are kept, and a megabyte is the end
_LONGEST = 8000  # characters of a message; Telegram's have at most 4,096
_LAST = 2**63 - 1
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
    || CASE WHEN r.number IN (SELECT number FROM filed) THEN ARRAY['#files'] ELSE '{}' END)
"""
# $1–$4: the pieces. What was taken back has its place without words, so that no row after it changes. Rows of the same request that are
# not made anew only get the marks that they lack: they may have been of another state or unit, for marks make candidates and no more.
_MAKE = f"""
WITH piece AS (
    SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[]) AS pieces (number, part, after, until)
), told AS (
    SELECT p.number, p.part AS first, p.until IS NULL AS tail, m.id, m.direction,
        CASE WHEN m.withdrawn_at IS NULL THEN left(m.text, {_LONGEST}) || E'\\n' || left({FILES}, {_LONGEST}) END AS text
    FROM piece p JOIN message m ON m.request_number = p.number AND m.id > p.after AND m.id <= coalesce(p.until, {_LAST})
    WHERE m.direction <> 'system'
), kept AS (
    SELECT a.request_number AS number, a.part, a.words FROM piece t CROSS JOIN LATERAL (
        SELECT * FROM archive WHERE request_number = t.number AND part >= 0 AND part < t.part OFFSET 0) AS a
    WHERE t.until IS NULL AND NOT EXISTS (SELECT FROM piece p WHERE p.number = a.request_number AND p.part = a.part)
), filed AS (
    SELECT t.number FROM told t JOIN attachment a ON a.message_id = t.id WHERE t.text IS NOT NULL AND a.replaced_at IS NULL
    UNION ALL SELECT number FROM kept WHERE words @@ '''#files'''
), said AS (
    SELECT number, first, id, direction, text, first + CASE WHEN tail
        THEN (row_number() OVER so_far - 1) / {PART} + coalesce(sum(length(text)) OVER before, 0) / {_ROOM} ELSE 0 END AS part
    FROM told WINDOW so_far AS (PARTITION BY number, first ORDER BY id), before AS (so_far ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), asked AS (
    SELECT r.*, {_MARKS} AS marks, setweight(archive_vector(left({RECORDED}, {_LONGEST})), 'D') AS recorded
    FROM request r JOIN client c ON c.id = r.client_id WHERE r.number = ANY ($1::bigint[]) AND c.erased_at IS NULL
), parts AS (
    SELECT p.number, coalesce(s.part, p.part) AS part, coalesce(p.until, max(s.id), p.after) AS upto, {_WORDS} AS words
    FROM piece p JOIN asked r ON r.number = p.number LEFT JOIN said s ON s.number = p.number AND s.first = p.part
    GROUP BY p.number, p.part, p.until, p.after, coalesce(s.part, p.part)
), made AS (
    INSERT INTO archive AS known (request_number, part, upto, words)
    SELECT p.number, p.part, p.upto, p.words || CASE p.part WHEN 0 THEN r.recorded ELSE '' END || r.marks
    FROM parts p JOIN asked r ON r.number = p.number ORDER BY p.number, p.part
    ON CONFLICT (request_number, part) DO UPDATE SET words = excluded.words, upto = excluded.upto
    WHERE known.words <> excluded.words OR known.upto <> excluded.upto
), marked AS (
    UPDATE archive a SET words = k.words || r.marks FROM kept k JOIN asked r ON r.number = k.number
    WHERE a.request_number = k.number AND a.part = k.part AND k.words <> k.words || r.marks
)
DELETE FROM archive a USING piece t
WHERE t.until IS NULL AND a.request_number = t.number
    AND (a.part < 0 OR a.part >= t.part OR NOT EXISTS (SELECT FROM asked r WHERE r.number = t.number))
    AND NOT EXISTS (SELECT FROM parts p WHERE p.number = a.request_number AND p.part = a.part)
"""
# Rows between others in which there is more than a row may have by now: their messages were changed.
_OVERFULL = f"""
SELECT DISTINCT p.number FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS p (number, after, until)
JOIN message m ON m.request_number = p.number AND m.id > p.after AND m.id <= p.until AND m.direction <> 'system' AND m.withdrawn_at IS NULL
GROUP BY p.number, p.after HAVING sum(length(left(m.text, {_LONGEST})) + length(left({FILES}, {_LONGEST}))) > {_ROOM + 2 * _LONGEST}
"""
_KNOWN = (
    "SELECT request_number, part, upto FROM archive WHERE request_number = ANY ($1::bigint[]) ORDER BY request_number, part"
)
# Each word once for each message that is new in the rows: before these are made.
_STEM = "(ts_lexize(CASE tokid WHEN 1 THEN 'english_stem'::regdictionary ELSE 'russian_stem' END, token))[1]"
_COUNTED = f"""
SELECT token AS word, min({_STEM}) AS stem, count(DISTINCT m.id)::integer AS seen
FROM {{whence}} CROSS JOIN LATERAL ts_parse('default', lower(archive_plain(left(m.text, {_LONGEST})))) AS words
WHERE m.direction <> 'system' AND tokid IN (1, 2) AND length(token) BETWEEN 3 AND 30 AND {_STEM} IS NOT NULL
GROUP BY token
"""
_NEW = (
    "unnest($1::bigint[]) AS n (number) CROSS JOIN LATERAL (SELECT m.* FROM message m WHERE m.request_number = n.number AND m.id > "
    "coalesce((SELECT max(upto) FROM archive WHERE request_number = n.number), 0)) AS m"
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


async def make(tx: Tx, changes: Sequence[Change]) -> None:
    """The rows of these requests as they should be; none for people who were erased."""
    if changes:
        await tx.execute(_LEARN, [change.number for change in changes])
        await make_rows(tx, changes)


async def make_rows(tx: Tx, changes: Sequence[Change]) -> None:
    """The rows alone, without learning the words in them."""
    known = await tx.rows(_KNOWN, [change.number for change in changes])
    pieces = pieces_of(changes, [(row["request_number"], row["part"], row["upto"]) for row in known])
    if between := [piece for piece in pieces if piece.until is not None]:
        rows = await tx.rows(_OVERFULL, *zip(*((p.number, p.after, p.until) for p in between), strict=True))
        overfull = {row["number"] for row in rows}
        pieces = [*(piece for piece in pieces if piece.number not in overfull), *map(whole, sorted(overfull))]
    await tx.execute(_MAKE, *(list(column) for column in zip(*map(astuple, pieces), strict=True)))


async def forget(tx: Tx, numbers: Sequence[int]) -> None:
    """Before the messages of these requests are erased: nothing of them can be found any more, nor a word that only they had.

    Whoever makes rows meanwhile finishes first or begins afterwards.
    """
    await tx.execute("SELECT FROM archive_progress FOR UPDATE")
    await tx.execute(_UNLEARN, list(numbers))
    await tx.execute("DELETE FROM archive WHERE request_number = ANY ($1::bigint[])", list(numbers))
