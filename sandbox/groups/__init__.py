"""Groups: basic ones, supergroups, forums with topics; their members, and what people do there (telegram.md §2–§4)."""
