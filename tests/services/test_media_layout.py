"""How an answer is laid out in Telegram's messages."""

import pytest

from services.requests.layout import CAPTION, TEXT_PART, Sheet, laid_out

PHOTO, VIDEO, PAPER, SOUND, VOICE, NOTE = (
    (kind, f"{kind}1") for kind in ("photo", "video", "document", "audio", "voice", "video_note")
)


def _calls(body: str, *files: tuple[str, str], reply_to: int | None = None) -> list[Sheet]:
    return list(laid_out("Анна", body, files, reply_to=reply_to))


@pytest.mark.parametrize(
    ("files", "calls"),
    [
        ([PHOTO], [("sendPhoto", "caption")]),
        ([PHOTO, VIDEO], [("sendMediaGroup", "caption file")]),
        ([PHOTO, PAPER, VIDEO], [("sendMediaGroup", "caption file"), ("sendDocument", "file")]),
        ([PAPER, PAPER, PAPER], [("sendMediaGroup", "file file caption")]),
        ([SOUND, SOUND], [("sendMediaGroup", "file caption")]),
        ([VOICE, PHOTO], [("sendVoice", "caption"), ("sendPhoto", "file")]),
        ([NOTE], [("sendMessage", "text"), ("sendVideoNote", "file")]),
        ([], [("sendMessage", "text")]),
    ],
)
def test_what_stands_where(files: list[tuple[str, str]], calls: list[tuple[str, str]]) -> None:
    assert [(sheet.method, " ".join(sheet.parts)) for sheet in _calls("Вот", *files)] == calls


def test_the_name_and_the_quote_come_once_and_first() -> None:
    sheets = _calls("", PAPER, PHOTO, reply_to=7)
    assert sheets[0].params["caption"] == "Анна"
    assert sheets[0].params["reply_parameters"]["message_id"] == 7
    assert set(sheets[1].params) == {"photo"}


@pytest.mark.parametrize(("length", "parts"), [(CAPTION - 5, 1), (CAPTION - 4, 2), (TEXT_PART, 2), (TEXT_PART + 1, 3)])
def test_words_too_long_for_a_caption_go_before(length: int, parts: int) -> None:
    """The name and a line break take five of the 1024 characters."""
    sheets = _calls("я" * length, PHOTO)
    assert len(sheets) == parts
    assert sheets[-1].parts == (("caption",) if parts == 1 else ("file",))
    assert all(len(sheet.params.get("caption", "")) <= CAPTION for sheet in sheets)
