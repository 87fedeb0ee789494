"""Too much from one chat, and spam: braked and kept aside, never lost. A client of ours is never kept aside."""
