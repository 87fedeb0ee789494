"""Words with some of them in bold, as Telegram takes them. Pure."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from services.requests.layout import utf16

LONGEST = 3500  # code points of a message; Telegram takes 4096 (telegram.md §1)
CAPTION = 1000


@dataclass
class Sheet:
    """A text that grows."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)

    def add(self, words: str, kind: str = "") -> "Sheet":
        """Put words at the end; `kind`: bold, italic, strikethrough."""
        if kind and words:
            self.entities.append({"type": kind, "offset": utf16(self.text), "length": utf16(words)})
        self.text += words
        return self

    def join(self, other: "Sheet", between: str = "") -> "Sheet":
        """Put another sheet at the end."""
        self.text += between
        shift = utf16(self.text)
        self.entities += [{**entity, "offset": entity["offset"] + shift} for entity in other.entities]
        self.text += other.text
        return self

    def __len__(self) -> int:
        return len(self.text)

    def params(self) -> dict[str, Any]:
        """Of a message."""
        return {"text": self.text, "entities": self.entities, "link_preview_options": {"is_disabled": True}}

    def caption(self) -> dict[str, Any]:
        """Of a file."""
        return {"caption": self.text, "caption_entities": self.entities} if self.text else {}


def digest(content: Any) -> str:
    """What tells whether two contents are the same."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:20]
