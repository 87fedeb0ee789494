"""Weeks of a chain played in seconds: by the product's own rules, in a database of its own. See docs/simulation.md."""
