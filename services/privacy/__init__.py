"""What is stored about a person: shown, handed over, forgotten (152-FZ, art. 14, 20, 21)."""
