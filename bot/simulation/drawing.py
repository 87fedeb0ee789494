"""Small SVG: bars and lines that stretch with the page, each with a text for those who do not see it."""

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 720, 220
_LEFT, _BOTTOM, _TOP = 44, 24, 12
_ROW, _LETTER, _NAME_MOST = 26, 8, 360  # a letter of names is no wider
_INNER = WIDTH - _LEFT - 8
_GRID = 4


def framed(name: str, title: str, said: str, body: str, height: int) -> str:
    """A picture with its title and what it says in words."""
    return (
        f'<figure><div class="wide" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(said)}</desc>{body}</svg></div>'
        f"<figcaption>{escape(said)}</figcaption></figure>"
    )


def columns(means: Sequence[float], most: Sequence[float], labels: Sequence[str]) -> str:
    """A column for each mean, a stepped line over them for the most, and a label below wherever there is one."""
    top = _round_top(max([1.0, *most]))
    step = _INNER / len(means)
    bars = "".join(
        f'<rect class="bar" x="{_LEFT + at * step + 1:.1f}" y="{_y(mean, top):.1f}" width="{max(1, step - 2):.1f}" '
        f'height="{HEIGHT - _BOTTOM - _y(mean, top):.1f}"/>'
        for at, mean in enumerate(means)
    )
    steps = "".join(f"V{_y(value, top):.1f}H{_LEFT + (at + 1) * step:.1f}" for at, value in enumerate(most))
    under = "".join(_text(_LEFT + at * step, HEIGHT - 6, label, "start") for at, label in enumerate(labels) if label)
    return f'{_grid(top, "")}{bars}<path class="line" d="M{_LEFT} {_y(0, top):.1f}{steps}"/>{under}'


def curve(points: Sequence[tuple[float, float]], marks: Sequence[float], unit: str) -> str:
    """A line through points (x from 0 on; y from 0 to 1, told as percents); dashes at `marks` of x."""
    far = _round_top(max([1.0, *(x for x, _ in points)]))
    place = [(_LEFT + _INNER * x / far, _y(y, 1)) for x, y in points]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in place)
    dashes = "".join(
        f'<path class="mark" d="M{_LEFT + _INNER * mark / far:.1f} {_TOP}V{HEIGHT - _BOTTOM}"/>'
        for mark in marks
        if mark <= far
    )
    ticks = [far * part / _GRID for part in range(_GRID + 1)]
    under = "".join(
        _text(
            _LEFT + _INNER * tick / far,
            HEIGHT - 6,
            f"{tick:.0f}" + (f" {unit}" if tick == far else ""),
            "end" if tick else "start",
        )
        for tick in ticks
    )
    return f'{_grid(100, " %")}{dashes}<path class="line" d="{line}"/>{under}'


def rows(named: Sequence[tuple[str, float, str]], least: float = 0.0) -> tuple[str, int]:
    """A horizontal bar for each (name, share, shown share), and the picture's height. A share of `least` has no bar at all."""
    left = min(_NAME_MOST, max([len(name) for name, _, _ in named], default=0) * _LETTER + 16)
    room = WIDTH - left - 80
    far = max([1.0, *(share for _, share, _ in named)])
    drawn = []
    for at, (name, share, shown) in enumerate(named):
        y = at * _ROW + 4
        width = max(0.0, room * (share - least) / (far - least))
        drawn.append(
            f'{_text(left - 8, y + 14, _cut(name, left - 16), "end")}<rect class="track" x="{left}" y="{y}" width="{room}" height="18"/>'
            f'<rect class="bar" x="{left}" y="{y}" width="{width:.1f}" height="18"/>{_text(left + room + 8, y + 14, shown, "start")}'
        )
    return "".join(drawn), len(named) * _ROW + 8


def _cut(name: str, room: int) -> str:
    most = room // _LETTER
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _round_top(most: float) -> float:
    """The next number up that its quarters can be told of in whole numbers."""
    size = 10.0 ** max(0, math.floor(math.log10(most / _GRID)))
    return next(_GRID * size * part for part in (1, 2, 5, 10) if _GRID * size * part >= most)


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * value / top


def _grid(top: float, unit: str) -> str:
    lines = []
    for part in range(_GRID + 1):
        y = _y(part, _GRID)
        lines.append(
            f'<path class="grid" d="M{_LEFT} {y:.1f}H{WIDTH - 8}"/>{_text(_LEFT - 6, y + 4, f"{top * part / _GRID:.0f}{unit}", "end")}'
        )
    return "".join(lines)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
