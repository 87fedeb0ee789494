-- ---- The queue: handing out in fewer steps

-- ---- Keeping: what is cleaned, and how

-- ---- Conversations: media, edits, reactions

-- ---- Finding a client at once
