"""Parse modes, explicit entities and found ones, in UTF-16 units, with the servers' own refusals."""

from typing import Any

import pytest

from sandbox.entities import formatted, typed
from sandbox.errors import ApiError


def shown(text: str, mode: str) -> tuple[str, list[tuple[Any, ...]]]:
    """The text and its entities as (type, the words it covers, anything more)."""
    result = formatted(text, mode, [])
    raw = result.text.encode("utf-16-le")
    found = []
    for entity in result.entities:
        begin, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        more = [entity[name] for name in ("url", "language", "custom_emoji_id") if name in entity]
        found.append((entity["type"], raw[begin:end].decode("utf-16-le"), *more))
    return result.text, found


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("Привет", "Привет", []),
        ("<b>Ваш</b> <i>визит</i>", "Ваш визит", [("bold", "Ваш"), ("italic", "визит")]),
        ("<b>а <i>б</i></b>", "а б", [("bold", "а б"), ("italic", "б")]),
        ("😀<u>х</u>", "😀х", [("underline", "х")]),
        ("<s>1</s><tg-spoiler>2</tg-spoiler>", "12", [("strikethrough", "1"), ("spoiler", "2")]),
        ('<span class="tg-spoiler">2</span>', "2", [("spoiler", "2")]),
        ("&lt;b&gt; &amp;&#1071;&#x42F;&copy;", "<b> &ЯЯ&copy;", []),
        ('<a href="https://a.ru/?a=1&amp;b=2">тут</a>', "тут", [("text_link", "тут", "https://a.ru/?a=1&b=2")]),
        ("<a href='a.ru'>тут</a>", "тут", [("text_link", "тут", "http://a.ru/")]),
        ("<code>x</code> <pre>y</pre>", "x y", [("code", "x"), ("pre", "y")]),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1", [("pre", "x = 1", "python")]),
        ("<blockquote>а</blockquote>", "а", [("blockquote", "а")]),
        ("<blockquote expandable>а</blockquote>", "а", [("expandable_blockquote", "а")]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [("custom_emoji", "👍", "5368324170671202286")]),
        ("  <b> а</b> ", "а", [("bold", "а")]),
        ("<b></b>а", "а", []),
        ("5 > 3", "5 > 3", []),
    ],
)
def test_html(source: str, text: str, entities: list[tuple[str, ...]]) -> None:
    assert shown(source, "HTML") == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("яя <x>", 'Unsupported start tag "x" at byte offset 5'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</b>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_is_refused(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        formatted(source, "html", [])
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*ж* _к_ __п__", "ж к п", [("bold", "ж"), ("italic", "к"), ("underline", "п")]),
        ("~з~ ||с||", "з с", [("strikethrough", "з"), ("spoiler", "с")]),
        ("*а _б_*", "а б", [("bold", "а б"), ("italic", "б")]),
        ("`a.b_c` ```py\nx = 1```", "a.b_c x = 1", [("code", "a.b_c"), ("pre", "x = 1", "py")]),
        (r"1\.5 \- \*да\*\!", "1.5 - *да*!", []),
        (r"[тут](https://a.ru/\)x)", "тут", [("text_link", "тут", "https://a.ru/)x")]),
        ("![👍](tg://emoji?id=5368324170671202286)", "👍", [("custom_emoji", "👍", "5368324170671202286")]),
        (">раз\n>два\nтри", "раз\nдва\nтри", [("blockquote", "раз\nдва\n")]),
        ("**>раз\n>два||\nтри", "раз\nдва\nтри", [("expandable_blockquote", "раз\nдва")]),
        ("до\n>раз", "до\nраз", [("blockquote", "раз")]),
    ],
)  # fmt: skip
def test_markdown_v2(source: str, text: str, entities: list[tuple[str, ...]]) -> None:
    assert shown(source, "MarkdownV2") == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Да.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a | b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("wow!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("я *b", "Can't find end of Bold entity at byte offset 3"),
        ("_a", "Can't find end of Italic entity at byte offset 0"),
        ("```x", "Can't find end of Pre entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
    ],
)
def test_markdown_v2_that_is_refused(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        formatted(source, "markdownv2", [])
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_older_markdown() -> None:
    source = r"*ж* _к_ `x` [тут](https://a.ru/) \*"
    assert shown(source, "Markdown") == (
        "ж к x тут *",
        [("bold", "ж"), ("italic", "к"), ("code", "x"), ("text_link", "тут", "https://a.ru/")],
    )
    with pytest.raises(ApiError, match="Can't find end of the entity starting at byte offset 2"):
        formatted("a *b", "Markdown", [])


def test_given_entities_are_utf16() -> None:
    entities = [{"type": "bold", "offset": 3, "length": 2}]
    assert formatted("😀 да", "", entities).entities == entities
    with pytest.raises(ApiError, match="ends after the end of the text at UTF-16 offset 5"):
        formatted("😀 да", "", [{"type": "bold", "offset": 3, "length": 3}])
    with pytest.raises(ApiError, match="in a middle of a UTF-16 symbol"):
        formatted("😀 да", "", [{"type": "bold", "offset": 1, "length": 3}])


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("/start u_1", "bot_command", "/start"),
        ("жми /book@car_bot!", "bot_command", "/book@car_bot"),
        ("сайт https://a.ru/x?y=1, вот", "url", "https://a.ru/x?y=1"),
        ("сайт priyomka.ru вот", "url", "priyomka.ru"),
        ("пишите a.b@c.ru сюда", "email", "a.b@c.ru"),
        ("звоните +7 (916) 123-45-67.", "phone_number", "+7 (916) 123-45-67"),
        ("привет @car_master", "mention", "@car_master"),
        ("#масло 5W40", "hashtag", "#масло"),
    ],
)
def test_entities_found_in_what_people_type(text: str, kind: str, words: str) -> None:
    (entity,) = typed(text).entities
    assert entity["type"] == kind
    assert text[entity["offset"] : entity["offset"] + entity["length"]] == words


@pytest.mark.parametrize("text", ["2/3 от цены", "и/или", "5.5 литра", "в 10.30", "#1", "почта@"])
def test_plain_words_carry_no_entities(text: str) -> None:
    assert typed(text).entities == []
