"""Clients: one card per person, whatever the channel."""
