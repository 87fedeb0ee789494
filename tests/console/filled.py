"""Forms as a person without scripts sees them: every field with what stands in it."""

from html.parser import HTMLParser

from tests.console.reception import Browser


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = self._area = ""

    @property
    def _fields(self) -> dict[str, str]:
        return self.forms[-1][1] if self.forms else {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self.forms.append((values.get("action", ""), {}))
        elif tag == "input" and name and values.get("type") in {"checkbox", "radio"}:
            if "checked" in values:
                self._fields[name] = values.get("value", "on")
        elif tag == "input" and name and values.get("type") != "file":
            self._fields[name] = values.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in values or self._select not in self._fields):
            self._fields[self._select] = values.get("value", "")
        elif tag == "textarea":
            self._area = name
            self._fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._fields[self._area] = self._fields[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._fields[self._area] += data


def filled(browser: Browser, action: str) -> dict[str, str]:
    """The fields of the form with this action on the page, as they stand."""
    parser = _Forms()
    parser.feed(browser.page)
    found = next((fields for at, fields in parser.forms if at == action), None)
    assert found is not None, f"no form {action} on {browser.path}"
    return found


async def send(browser: Browser, action: str, *, without: tuple[str, ...] = (), **changed: str) -> str:
    """Fill in and send; `__` in a name stands for its full stop (`name__ru`); `without`: boxes whose tick is taken away."""
    fields = filled(browser, action) | {name.replace("__", "."): value for name, value in changed.items()}
    return await browser.post(action, {name: value for name, value in fields.items() if name not in without})
