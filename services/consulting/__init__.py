"""Questions among colleagues: asked from inside a request, with a clock of their own, answered where people are (P5)."""
