"""parse_mode HTML, as strict as servers are (telegram.md §3, row "Bad HTML")."""

import re
import sys
from dataclasses import dataclass

from sandbox.entities.plain import Entity, entity, link_entity, units

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_MARK = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,8})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z]+));?")
_SURROGATES = range(0xD800, 0xE000)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]*)\s*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(slots=True)
class _Open:
    """A tag not closed yet."""

    name: str
    argument: str
    offset: int
    begin: int


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._out: list[str] = []
        self._units = 0
        self._stack: list[_Open] = []
        self._found: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        source = self._source
        while self._at < len(source):
            mark = _MARK.search(source, self._at)
            self._take(source[self._at : mark.start() if mark else len(source)])
            if mark is None:
                break
            self._at = mark.start()
            if source[self._at] == "&":
                decoded, self._at = _decode(source, self._at)
                self._take(decoded)
            elif source.startswith("</", self._at):
                self._close()
            else:
                self._open()
        if self._stack:
            raise ValueError(f'Can\'t find end tag corresponding to start tag "{self._stack[-1].name}"')
        for found in self._found:
            if found["type"] == "code":
                found.pop("language", None)
        return "".join(self._out), self._found

    def _take(self, text: str) -> None:
        if text:
            self._out.append(text)
            self._units += units(text)

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _open(self) -> None:
        begin = self._at
        matched = _NAME.match(self._source, begin + 1)
        name = matched[0].lower() if matched else ""
        self._at = begin + 1 + len(name)
        if self._at >= len(self._source):
            raise ValueError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in _KINDS:
            raise ValueError(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        argument = ""
        for key, value in self._attributes(name, begin):
            argument = _argument(name, key, value) or argument
        if name == "span" and argument != "spoiler":
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self._stack.append(_Open(name, argument, self._units, len(self._out)))

    def _attributes(self, tag: str, begin: int) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        source = self._source
        while True:
            matched = _ATTRIBUTE.match(source, self._at)
            key = matched[1] if matched else ""
            self._at = matched.end() if matched else self._at
            here = source[self._at : self._at + 1]
            if not key and here == ">":
                self._at += 1
                return found
            if not here:
                raise ValueError(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if not key:
                raise ValueError(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            if here != "=":
                if tag == "blockquote" and key == "expandable":
                    found.append((key, key))
                    continue
                raise ValueError(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self._byte(begin)}'
                )
            found.append((key, self._value(begin)))

    def _value(self, begin: int) -> str:
        """The value behind the equal sign at the present place."""
        source = self._source
        self._at += 1
        while source[self._at : self._at + 1].isspace():
            self._at += 1
        quote = source[self._at : self._at + 1]
        if quote not in {"'", '"'} or not quote:
            matched = _TOKEN.match(source, self._at)
            token = matched[0] if matched else ""
            start, self._at = self._at, self._at + len(token)
            if source[self._at : self._at + 1] not in {">", " ", "\n", "\t"}:
                raise ValueError(f"Unexpected end of name token at byte offset {self._byte(start)}")
            return token.lower()
        end = source.find(quote, self._at + 1)
        if end < 0 or end + 1 >= len(source):
            raise ValueError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        value = source[self._at + 1 : end]
        self._at = end + 1
        return _decoded(value)

    def _close(self) -> None:
        begin = self._at
        if not self._stack:
            raise ValueError(f"Unexpected end tag at byte offset {self._byte(begin)}")
        matched = _NAME.match(self._source, begin + 2)
        name = matched[0].lower() if matched else ""
        at = begin + 2 + len(name)
        while self._source[at : at + 1].isspace():
            at += 1
        if self._source[at : at + 1] != ">":
            raise ValueError(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self._at = at + 1
        tag = self._stack[-1]
        if name and name != tag.name:
            raise ValueError(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{tag.name}>", found "</{name}>"'
            )
        self._stack.pop()
        if self._units > tag.offset:
            self._emit(tag, self._units - tag.offset)

    def _emit(self, tag: _Open, length: int) -> None:
        kind = _KINDS[tag.name]
        if kind == "text_link":
            link = link_entity(tag.argument or "".join(self._out[tag.begin :]), tag.offset, length)
            if link is not None:
                self._found.append(link)
        elif kind == "custom_emoji":
            if not tag.argument.isdigit() or not int(tag.argument):
                raise ValueError("Invalid custom emoji identifier specified")
            self._found.append(entity(kind, tag.offset, length, custom_emoji_id=tag.argument))
        elif kind in {"pre", "code"}:
            self._emit_code(tag, kind, length)
        else:
            shown = "expandable_blockquote" if tag.argument == "expandable" else kind
            self._found.append(entity(shown, tag.offset, length))

    def _emit_code(self, tag: _Open, kind: str, length: int) -> None:
        """`<pre><code class="language-x">` is one entity with a language."""
        last = self._found[-1] if self._found else None
        same = last is not None and (last["offset"], last["length"]) == (tag.offset, length)
        if last is not None and same and kind == "pre" and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
        elif last is not None and same and kind == "code" and last["type"] == "pre" and tag.argument:
            last["language"] = tag.argument
        else:
            more = {"language": tag.argument} if tag.argument else {}
            self._found.append(entity(kind, tag.offset, length, **more))


def _argument(tag: str, key: str, value: str) -> str:
    if (tag, key) in {("a", "href"), ("tg-emoji", "emoji-id"), ("blockquote", "expandable")}:
        return "expandable" if tag == "blockquote" else value
    if (tag, key) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, key) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return ""


def _decode(source: str, at: int) -> tuple[str, int]:
    """The character of a reference at `at`, or the ampersand itself, and where reading goes on."""
    found = _REFERENCE.match(source, at)
    if found is None:
        return "&", at + 1
    decimal, hexadecimal, name = found.groups()
    if name:
        char = _NAMED.get(name, "")
    else:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        char = chr(code) if 0 < code <= sys.maxunicode and code not in _SURROGATES else ""
    return (char, found.end()) if char else ("&", at + 1)


def _decoded(value: str) -> str:
    out: list[str] = []
    at = 0
    while (mark := value.find("&", at)) >= 0:
        char, end = _decode(value, mark)
        out.append(value[at:mark] + char)
        at = end
    return "".join(out) + value[at:]


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities; ValueError with the servers' words."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).parse()
