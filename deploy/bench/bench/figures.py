"""From cells of several rounds to the rows of a table."""
import statistics

# What a row tells of each of its cells, by the path to it.
OF_CELLS = {
    "rps": ("rps",), "p50": ("latency_us", "p50"), "p90": ("latency_us", "p90"), "p99": ("latency_us", "p99"),
    "p999": ("latency_us", "p999"), "first_p50": ("first_us", "p50"), "first_p99": ("first_us", "p99"),
    "gap_p50": ("gap_us", "p50"), "gap_p99": ("gap_us", "p99"), "events_per_s": ("events_per_s",),
    "own_us": ("own_us",), "all_us": ("all_us",), "own_us_event": ("own_us_event",), "all_us_event": ("all_us_event",),
    "own_cores": ("own_cores",), "lag_p99": ("lag_us", "p99"),
}


def of(cell, path):
    for step in path:
        if step not in cell:
            return None
        cell = cell[step]
    return cell


def spread(values):
    """Least, median and most."""
    return [min(values), statistics.median(values), max(values)]


def row(cells):
    """One candidate's cells of all rounds as one row."""
    told = {}
    for name, path in OF_CELLS.items():
        values = [value for value in (of(cell, path) for cell in cells) if value is not None]
        if values:
            told[name] = spread(values)
    told["ok"] = sum(cell["ok"] for cell in cells)
    for kind in ("errors", "refused", "failed", "wrong", "short", "cut"):
        told[kind] = sum(cell[kind] for cell in cells)
    told["rss_before_mb"] = cells[0]["rss_before_kb"] / 1024
    told["rss_peak_mb"] = max(cell["rss_peak_kb"] for cell in cells) / 1024
    told["foreign_cores"] = max(cell["foreign_cores"] for cell in cells)
    told["stolen_cores"] = max(cell["stolen_cores"] for cell in cells)
    told["highest"] = max((cell.get("highest", 0) for cell in cells), default=0)
    told["why"] = merged(cell.get("why", {}) for cell in cells)
    told["curve"] = curve([cell["latency_us"]["curve"] for cell in cells])
    return told


def merged(counts):
    told = {}
    for count in counts:
        for name, value in count.items():
            told[name] = told.get(name, 0) + value
    return told


def curve(curves):
    """The median of several curves at each of their common quantiles."""
    return [[points[0][0], statistics.median(point[1] for point in points)] for points in zip(*curves)]


def add_to_direct(rows):
    """What each candidate adds to the direct way: the difference of the medians."""
    if "direct" not in rows:
        return
    base = rows["direct"]
    for name, own in rows.items():
        for quantile in ("p50", "p99"):
            if name != "direct" and quantile in own and quantile in base:
                own["added_" + quantile] = own[quantile][1] - base[quantile][1]


def median(figures, scenario, candidate, name):
    """A median of the figures, or None where it was not measured."""
    found = figures.get("scenarios", {}).get(scenario, {}).get("rows", {}).get(candidate, {}).get(name)
    return found[1] if isinstance(found, list) else found


def ratio(one, other):
    """None where nothing can be said: something is missing, or the other is nothing or less."""
    return None if one is None or other is None or other <= 0 else one / other
