"""The heads' live board: what waits, who has what in hand, what is about to break, how the day goes. It only reads."""
