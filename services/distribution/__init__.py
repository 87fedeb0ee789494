"""Who is handed what: weights and reservations as data, and what they lead to. The handing out itself is `claim_next` in the schema."""
