"""Plots as SVG, by hand: bars and curves on a scale of powers of ten, readable in light and dark."""
import math
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 760, 150, 90
BAR, GAP = 20, 9
COLOURS = {"direct": "#9aa0a6", "nginx": "#0b8043", "haproxy": "#3367d6", "portkey": "#8e44ad", "litellm": "#d93025",
           "tollgate": "#e37400"}
OTHER = "#5f6368"
STYLE = ("<style>text{font:13px sans-serif;fill:#3c4043}.title{font-weight:600;font-size:15px}.grid{stroke:#dadce0}"
         "@media(prefers-color-scheme:dark){text{fill:#e8eaed}.grid{stroke:#5f6368}}</style>")


def colour(name):
    return COLOURS.get(name.split(",")[0], OTHER)


def short(value):
    """Four digits at most, and never an exponent."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"


def decades(values):
    """The powers of ten around them."""
    known = [value for value in values if value > 0]
    if not known:
        return 0, 1
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    return low, max(high, low + 1)


class Scale:
    """From values to positions, by powers of ten."""

    def __init__(self, values, start, end):
        self.start, self.end = start, end
        self.low, self.high = decades(values)

    def at(self, value):
        share = (math.log10(max(value, 10**self.low)) - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0), 1) * (self.end - self.start)

    def ticks(self):
        return [10**n for n in range(self.low, self.high + 1)]


def bars(title, unit, rows):
    """@param rows: pairs of a name and a value; those without one are left out"""
    rows = [(name, value) for name, value in rows if value is not None]
    bottom = 50 + len(rows) * (BAR + GAP)
    scale = Scale([value for _, value in rows], LEFT, WIDTH - RIGHT)
    parts = [grid(scale, 38, bottom, unit)]
    for turn, (name, value) in enumerate(rows):
        y = 46 + turn * (BAR + GAP)
        parts.append(text(LEFT - 8, y + 15, name, anchor="end"))
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{max(scale.at(value) - LEFT, 1):.1f}" height="{BAR}" rx="2" '
                     f'fill="{colour(name)}"/>')
        parts.append(text(scale.at(value) + 6, y + 15, short(value)))
    return svg(title, bottom + 24, parts)


def curves(title, unit, rows):
    """Latency by quantile: the further right, the rarer. Each tick has a nine more.

    @param rows: pairs of a name and [[quantile, value], …]"""
    rows = [(name, [point for point in points if 0 < point[0] < 1]) for name, points in rows if points]
    height, top = 320, 46
    down = Scale([value for _, points in rows for _, value in points], height - 46, top)
    across = Scale([1, 10_000], LEFT, WIDTH - RIGHT)
    parts = []
    for value in down.ticks():
        parts.append(line(LEFT, down.at(value), WIDTH - RIGHT, down.at(value)))
        parts.append(text(LEFT - 8, down.at(value) + 4, f"{short(value)} {unit}", anchor="end"))
    for quantile in (0.5, 0.9, 0.99, 0.999, 0.9999):
        parts.append(text(across.at(1 / (1 - quantile)), height - 24, f"p{quantile * 100:.6g}", anchor="middle"))
    for turn, (name, points) in enumerate(rows):
        path = " ".join(f"{across.at(1 / (1 - quantile)):.1f},{down.at(value):.1f}" for quantile, value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour(name)}" stroke-width="2"/>')
        parts.append(f'<rect x="{LEFT + turn * 100}" y="{height - 13}" width="10" height="10" fill="{colour(name)}"/>')
        parts.append(text(LEFT + 14 + turn * 100, height - 4, name))
    return svg(title, height, parts)


PALETTE = ("#e37400", "#3367d6", "#0b8043", "#8e44ad", "#d93025")


def lines(title, across_unit, unit, rows):
    """Values over counts, both by powers of ten.

    @param rows: pairs of a name and [(count, value), …]"""
    height, top = 320, 46
    points = [point for _, own in rows for point in own]
    down = Scale([value for _, value in points], height - 46, top)
    across = Scale([count for count, _ in points], LEFT, WIDTH - RIGHT)
    parts = []
    for value in down.ticks():
        parts.append(line(LEFT, down.at(value), WIDTH - RIGHT, down.at(value)))
        parts.append(text(LEFT - 8, down.at(value) + 4, f"{short(value)} {unit}".rstrip(), anchor="end"))
    for count in sorted({count for count, _ in points}):
        parts.append(text(across.at(count), height - 26, short(count), anchor="middle"))
    parts.append(text(WIDTH - RIGHT + 22, height - 26, across_unit))
    for turn, (name, own) in enumerate(rows):
        path = " ".join(f"{across.at(count):.1f},{down.at(value):.1f}" for count, value in own)
        colour_of = PALETTE[turn % len(PALETTE)]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour_of}" stroke-width="2"/>')
        parts.append(f'<rect x="{LEFT + turn * 110}" y="{height - 13}" width="10" height="10" fill="{colour_of}"/>')
        parts.append(text(LEFT + 14 + turn * 110, height - 4, name))
    return svg(title, height, parts)


def grid(scale, top, bottom, unit):
    parts = []
    for value in scale.ticks():
        parts.append(line(scale.at(value), top, scale.at(value), bottom))
        parts.append(text(scale.at(value), bottom + 16, f"{short(value)} {unit}", anchor="middle"))
    return "".join(parts)


def line(x1, y1, x2, y2):
    return f'<line class="grid" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def text(x, y, words, anchor="start", title=False):
    kind = ' class="title"' if title else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(str(words))}</text>'


def svg(title, height, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'role="img" aria-label="{escape(title)}">{STYLE}{text(8, 20, title, title=True)}'
            + "".join(parts) + "</svg>\n")
