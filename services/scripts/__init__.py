"""Scripts (V7): what has to be known about a matter, in which order it is asked, what is required to close, and what came of it."""
