"""What axe-core, the checker of accessibility, finds on a page of ours."""

from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
COLOURS = ("color-contrast", "link-in-text-block")
_RUN = """async ([part, rules]) => {
    const only = rules.length ? {runOnly: {type: "rule", values: rules}} : {};
    const {violations} = await axe.run(part, {resultTypes: ["violations"], ...only});
    return violations.map(({id, nodes}) => [id, nodes.map(({html}) => html.slice(0, 150))]);
}"""


async def flaws(page: Page, part: str = "html", *, rules: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """Every broken rule, all of them tried unless some are named, and the elements that break it.

    It is evaluated by the debugger: the page's own policy stays as it is.
    """
    assert AXE.is_file(), "axe-core is missing: make dev fetches it"
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[list[tuple[str, list[str]]]] = await page.evaluate(_RUN, [part, list(rules)])
    return [(rule, nodes) for rule, nodes in found]
