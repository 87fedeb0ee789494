"""Repair orders and parts orders as the workshops' systems report them, and what clients are told about them."""
