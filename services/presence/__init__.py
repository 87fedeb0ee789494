"""Who else has a request open, and who types there: courtesy, never a right. Everything here may be lost at any moment."""
