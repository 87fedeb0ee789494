"""What the bot is called in Telegram: links to it need that, and only Telegram knows it."""

from services.storage.reader import Reader
from services.storage.tx import Tx

_KEY = "bot_name"


async def keep_bot_name(tx: Tx, name: str) -> None:
    """As Telegram said it at the last start, without @."""
    await tx.execute(
        "INSERT INTO setting (key, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
        "WHERE setting.value <> excluded.value",
        _KEY, name,
    )  # fmt: skip


async def bot_name(reader: Reader) -> str:
    """Empty while Telegram has not been reached yet."""
    return str(await reader.value("SELECT value FROM setting WHERE key = $1", _KEY) or "")
