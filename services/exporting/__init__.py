"""A conversation as a document: for a dispute, or for whoever has to read it without the console."""
