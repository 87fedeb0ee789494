"""One card for one person (U1, A3): likely duplicates, joining two cards with a trail, taking them apart again."""
