"""Finding conversations again: what was said in any of them, within what the person who looks may read (R1, R3, V8, G4)."""

from services.archive.leaving_out import left_out
from services.archive.models import Found, Hit, Narrowing, Place
from services.archive.search import search
from services.archive.trail import leave_trace

__all__ = ["Found", "Hit", "Narrowing", "Place", "leave_trace", "left_out", "search"]
