"""Whatever hangs on one client: the keys of every row that is theirs, and by what names events and answers speak of it."""

from dataclasses import dataclass

from services.storage.reader import Reader, Row

_HOLDINGS = """
WITH RECURSIVE card AS (
    SELECT id FROM client WHERE id = $1
    UNION SELECT c.id FROM client c JOIN card ON c.merged_into = card.id
)
SELECT
    ARRAY(SELECT id FROM card) AS cards,
    ARRAY(SELECT 'client:' || public_id FROM client WHERE id IN (SELECT id FROM card)) AS card_names,
    ARRAY(SELECT p FROM client, unnest(ARRAY[phone, phone_unverified]) AS p WHERE id IN (SELECT id FROM card) AND p IS NOT NULL
        UNION SELECT phone FROM phone_proof WHERE client_id IN (SELECT id FROM card)) AS phones,
    ARRAY(SELECT chat_id FROM chat WHERE client_id IN (SELECT id FROM card)) AS chats,
    ARRAY(SELECT number FROM request WHERE client_id IN (SELECT id FROM card) ORDER BY number) AS requests,
    ARRAY(SELECT 'appointment:' || public_id FROM appointment WHERE client_id IN (SELECT id FROM card)) AS visit_names,
    ARRAY(SELECT id FROM vehicle WHERE client_id IN (SELECT id FROM card)) AS vehicles,
    ARRAY(SELECT 'vehicle:' || public_id FROM vehicle WHERE client_id IN (SELECT id FROM card)) AS vehicle_names,
    ARRAY(SELECT 'repair_order:' || public_id FROM repair_order WHERE client_id IN (SELECT id FROM card)) AS order_names,
    ARRAY(SELECT 'parts_order:' || public_id FROM parts_order WHERE client_id IN (SELECT id FROM card)) AS parts_names
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Keys of a client's rows. `cards`: their card and those that were joined to it; `subjects`: their names in events."""

    cards: list[int]
    chats: list[int]
    requests: list[int]
    vehicles: list[int]
    phones: list[str]
    subjects: list[str]

    @property
    def lanes(self) -> list[str]:
        """Where their updates are stored (`services.inbox.parsing`)."""
        return [f"u{chat}" for chat in self.chats]

    @property
    def public_ids(self) -> list[str]:
        """What stands for them in answers of the API."""
        return [subject.partition(":")[2] for subject in self.subjects if not subject.startswith("request:")]


async def holdings(reader: Reader, client_id: int) -> Holdings:
    """Of this card."""
    row = await reader.row(_HOLDINGS, client_id)
    assert row is not None  # noqa: S101 - a SELECT without FROM always has a row
    return Holdings(row["cards"], row["chats"], row["requests"], row["vehicles"], row["phones"], _subjects(row))


def _subjects(row: Row) -> list[str]:
    named = ("card_names", "visit_names", "vehicle_names", "order_names", "parts_names")
    return [*(f"request:{number}" for number in row["requests"]), *(name for column in named for name in row[column])]
