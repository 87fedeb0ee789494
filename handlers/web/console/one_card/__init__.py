"""One card for one person: what may be the same, side by side; joining, and taking apart again (U1, A3)."""
