"""parse_mode MarkdownV2 (strict) and the older Markdown (telegram.md §3, row "Bad MarkdownV2")."""

import re
from dataclasses import dataclass

from sandbox.entities.plain import Entity, entity, link_entity, units

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
    "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}  # fmt: skip
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code"}
_MARKS |= {"```": "pre", "[": "text_link", "![": "custom_emoji"}
_ENDS = {"text_link": "]", "custom_emoji": "]", **{kind: mark for mark, kind in _MARKS.items() if mark[-1] != "["}}
_SPAN = {2: ("__", "||", "!["), 3: ("```",)}


@dataclass(slots=True)
class _Open:
    """An entity not ended yet."""

    kind: str
    offset: int
    at: int
    begin: int
    language: str = ""


class _V2:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._out: list[str] = []
        self._units = 0
        self._stack: list[_Open] = []
        self._found: list[Entity] = []
        self._quote = False

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            self._step()
        if self._quote and self._stack[-1].kind == "blockquote":
            self._end_quote()
        if self._stack:
            raise self._endless()
        return "".join(self._out), self._found

    def _step(self) -> None:
        char = self._source[self._at]
        follower = self._source[self._at + 1 : self._at + 2]
        if char == "\\" and follower and follower <= "~":
            self._take(follower)
            self._at += 2
            return
        top = self._stack[-1] if self._stack else None
        reserved = char == "`" if top is not None and top.kind in {"code", "pre"} else char in _RESERVED
        if not reserved:
            self._take(char)
            self._at += 1
        elif char == "\n":
            self._line_end()
        elif char == ">" and self._at == 0:
            self._begin_quote()
        elif self._source.startswith("**>", self._at) and self._line_start():
            self._at += 2  # the empty bold pair only parts one quotation from another
            self._begin_quote()
        else:
            self._mark(top)

    def _line_start(self) -> bool:
        return self._at == 0 or self._source[self._at - 1] == "\n"

    def _take(self, char: str) -> None:
        self._out.append(char)
        self._units += 2 if char > "\uffff" else 1

    def _endless(self) -> ValueError:
        top = self._stack[-1]
        byte = len(self._source[: top.at].encode())
        return ValueError(f"Can't find end of {_NAMES[top.kind]} entity at byte offset {byte}")

    def _mark(self, top: _Open | None) -> None:
        mark = self._mark_here(top)
        if self._quote and mark == "||" and self._ends_quote(top):
            self._at += 2
            self._end_quote(expandable=True)
        elif top is not None and _ENDS.get(top.kind) == mark:
            self._end(top, mark)
        elif mark in _MARKS:
            self._begin(_MARKS[mark], mark)
        else:
            raise ValueError(f"Character '{mark}' is reserved and must be escaped with the preceding '\\'")

    def _ends_quote(self, top: _Open | None) -> bool:
        rest = self._source[self._at + 2 : self._at + 4]
        line_ends = not rest or (rest[0] == "\n" and rest[1:] != ">")
        return top is not None and top.kind == "blockquote" and line_ends

    def _mark_here(self, top: _Open | None) -> str:
        """The longest mark at the present place."""
        if top is not None and top.kind == "code":
            return "`"
        for size in (3, 2):
            mark = self._source[self._at : self._at + size]
            if mark in _SPAN[size]:
                return mark
        char = self._source[self._at]
        if char == "`" and top is not None and top.kind == "pre":
            return "``"  # a lone one inside pre is a reserved character
        return char

    def _begin(self, kind: str, mark: str) -> None:
        at = self._at
        self._at += len(mark)
        language = self._language() if kind == "pre" else ""
        self._stack.append(_Open(kind, self._units, at, len(self._out), language))

    def _language(self) -> str:
        found = re.compile(r"([^\s`]*)(?=\s)").match(self._source, self._at)
        language = found[1] if found else ""
        self._at += len(language)
        newline = re.compile(r"\r\n|\n\r|[\r\n]").match(self._source, self._at)
        self._at = newline.end() if newline else self._at
        return language

    def _end(self, top: _Open, mark: str) -> None:
        self._at += len(mark)
        self._stack.pop()
        length = self._units - top.offset
        if top.kind in {"text_link", "custom_emoji"}:
            self._end_link(top, length)
        elif length:
            more = {"language": top.language} if top.language else {}
            self._found.append(entity(top.kind, top.offset, length, **more))

    def _end_link(self, top: _Open, length: int) -> None:
        emoji = top.kind == "custom_emoji"
        if self._source[self._at : self._at + 1] == "(":
            url = self._url("a custom emoji URL" if emoji else "a URL")
        elif emoji:
            raise ValueError("Custom emoji entity must contain a tg://emoji URL")
        else:
            url = "".join(self._out[top.begin :])
        if emoji:
            found = re.fullmatch(r"tg://emoji\?id=([1-9][0-9]*)", url)
            if found is None:
                raise ValueError("Invalid custom emoji URL specified")
            self._found.append(entity("custom_emoji", top.offset, length, custom_emoji_id=found[1]))
            return
        link = link_entity(url, top.offset, length) if length else None
        if link is not None:
            self._found.append(link)

    def _url(self, what: str) -> str:
        begin = self._at + 1
        found = re.compile(r"((?:\\[\x01-~]|[^)])*)\)").match(self._source, begin)
        if found is None:
            raise ValueError(f"Can't find end of {what} at byte offset {len(self._source[:begin].encode())}")
        self._at = found.end()
        return re.sub(r"\\([\x01-~])", r"\1", found[1])

    def _line_end(self) -> None:
        follows = self._source[self._at + 1 : self._at + 2] == ">"
        if self._quote and not follows:
            if self._stack[-1].kind != "blockquote":
                raise self._endless()
            self._take("\n")
            self._at += 1
            self._end_quote()
            return
        self._take("\n")
        self._at += 1
        if follows and self._quote:
            self._at += 1
        elif follows:
            self._begin_quote()

    def _begin_quote(self) -> None:
        self._quote = True
        self._stack.append(_Open("blockquote", self._units, self._at, len(self._out)))
        self._at += 1

    def _end_quote(self, *, expandable: bool = False) -> None:
        self._quote = False
        top = self._stack.pop()
        if self._units > top.offset:
            kind = "expandable_blockquote" if expandable else "blockquote"
            self._found.append(entity(kind, top.offset, self._units - top.offset))


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    """Text and entities; ValueError with the servers' words."""
    return _V2(source).parse()


_OLD = re.compile(
    r"\\(?P<escaped>[_*`\[])|```(?P<pre>.*?)```|`(?P<code>[^`]*)`|\*(?P<bold>[^*]*)\*|_(?P<italic>[^_]*)_"
    r"|\[(?P<label>[^\]]*)\](?:\((?P<url>[^)]*)\))?|(?P<open>[_*`\[])",
    re.DOTALL,
)


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """The older Markdown: no nesting, few marks."""
    out: list[str] = []
    found: list[Entity] = []
    at = length = 0
    for match in _OLD.finditer(source):
        before = source[at : match.start()]
        at = match.end()
        if match["open"]:
            byte = len(source[: match.start()].encode())
            raise ValueError(f"Can't find end of the entity starting at byte offset {byte}")
        kind = match.lastgroup or ""
        kind, inner = ("text_link", match["label"]) if kind in {"label", "url"} else (kind, match[kind])
        out += [before, inner]
        offset = length + units(before)
        length = offset + units(inner)
        made = link_entity(match["url"] or inner, offset, units(inner)) if kind == "text_link" else None
        if kind not in {"escaped", "text_link"}:
            made = entity(kind, offset, units(inner))
        if made is not None and made["length"]:
            found.append(made)
    return "".join([*out, source[at:]]), found
