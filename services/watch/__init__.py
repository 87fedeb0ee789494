"""Nobody is forgotten: clocks, what was missed and made good, who is told, and what changes when too much comes at once."""
