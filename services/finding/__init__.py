"""Finding a client at once: by phone, plate, VIN, name, request or order number, within what the person who looks may see."""

from services.finding.models import Findings, FoundClient, FoundOrder, FoundRequest
from services.finding.reach import leads_for, meets
from services.finding.search import find

__all__ = ["Findings", "FoundClient", "FoundOrder", "FoundRequest", "find", "leads_for", "meets"]
