"""Labels of a request as its page shows them."""

from typing import Any

from handlers.web.console.words import Words
from services.catalog.models import in_language
from services.labelling.models import Repeat
from services.labelling.putting import may_review
from services.labelling.reading import labels_of, tags_for
from services.staff.accounts import colleagues
from services.staff.models import Staff
from services.storage.reader import Reader, Row


async def labels(reader: Reader, staff: Staff, row: Row, words: Words) -> dict[str, Any]:
    """For the page of the request `row`: `labels`, and what this person may do with them."""
    found = await labels_of(reader, row["number"])
    reviews = may_review(staff, row["unit_id"])
    tagging = reviews or row["agent_id"] == staff.id
    on = {tag.id for tag in found.tags}
    return {
        "labels": found,
        "tags_on": [(tag.code, in_language(tag.name, words.language)) for tag in found.tags],
        "tags_offered": [in_language(tag.name, words.language) for tag in await tags_for(reader, row["unit_id"]) if tag.id not in on]
        if tagging else (),
        "tagging": tagging, "reviews": reviews,
        "blamable": [(person.login, person.name) for person in await colleagues(reader)] if reviews and found.repeat else (),
        "repeat": _told(found.repeat, words) if found.repeat else "", "later": [(one.number, _days(one)) for one in found.later],
    }  # fmt: skip


def _days(one: Repeat) -> int:
    return (one.came_at - one.closed_at).days if one.closed_at else 0


def _told(one: Repeat, words: Words) -> str:
    """`закрыто за 3 дня до этого, ведёт счёт Анна`: how long after the closing it came back, and whom it is charged to."""
    return words("repeat-after", days=_days(one), charged=one.charged, known="yes" if one.charged else "no")
