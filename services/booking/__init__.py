"""Visits: what is free, holding a slot while the client decides, booking, moving, cancelling."""
