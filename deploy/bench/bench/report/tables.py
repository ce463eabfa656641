"""Tables of Markdown."""


def number(value, digits=0):
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return f"{value:,.{digits}f}"


def spread(values, digits=0):
    """Least, **median**, most; the median alone where there was one round."""
    if values is None:
        return "–"
    if not isinstance(values, list):
        return number(values, digits)
    least, median, most = values
    if least == most:
        return number(median, digits)
    return f"{number(least, digits)} / **{number(median, digits)}** / {number(most, digits)}"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


# Title, the row's field, digits.
REQUESTS = (("requests/s", "rps", 0), ("p50 µs", "p50", 0), ("p99 µs", "p99", 0), ("added p50 µs", "added_p50", 0),
            ("added p99 µs", "added_p99", 0), ("own CPU µs/request", "own_us", 1), ("all CPU µs/request", "all_us", 1))
STREAMS = (("events/s", "events_per_s", 0), ("first event p50 µs", "first_p50", 0), ("own CPU µs/event", "own_us_event", 2),
           ("all CPU µs/event", "all_us_event", 2))
HELD = (("events/s", "events_per_s", 0), ("gap p50 ms", "gap_p50", 1), ("gap p99 ms", "gap_p99", 1),
        ("own CPU µs/event", "own_us_event", 2), ("cores", "own_cores", 2))
IDLE = (("KB per stream", "kb_per_stream", 1), ("MB before", "rss_before_mb", 0), ("MB at most", "rss_peak_mb", 0),
        ("open at once", "highest", 0))
MOST = (("streams", "streams", 0), ("streams lost or cut, in all tries", "lost", 0), ("refused", "refused", 0))
REALTIME = (("responses/s", "rps", 0), ("p50 ms", "p50", 1), ("p99 ms", "p99", 1), ("own CPU µs/response", "own_us", 1),
            ("open at once", "highest", 0), ("MB at most", "rss_peak_mb", 0))
MILLIS = {"gap_p50", "gap_p99"}


def columns(name):
    for start, heads in (("streams", STREAMS), ("hold", HELD), ("idle", IDLE), ("most_held", MOST), ("realtime", REALTIME)):
        if name.startswith(start):
            return heads
    return REQUESTS


def of_scenario(name, told):
    """One scenario's table."""
    if "lines" in told:
        return table(told["heads"], told["lines"])
    if "by_service" in told:
        return by_service(told["by_service"])
    heads = columns(name)
    rows = []
    for candidate, row in told["rows"].items():
        if row.get("below"):
            rows.append([candidate, spread(row["rps"])] + ["below the rate"] * (len(heads) - 1) + [number(row["errors"])])
            continue
        rows.append([candidate] + [cell(name, row, field, digits) for _, field, digits in heads] + [number(row["errors"])])
    return table(["candidate"] + [head for head, _, _ in heads] + ["errors"], rows)


def cell(name, row, field, digits):
    value = row.get(field)
    if value is not None and (field in MILLIS or name.startswith("realtime") and field in ("p50", "p99")):
        value = [part / 1000 for part in value]
    return spread(value, digits)


def by_service(rows):
    return table(["process", "keys without limits", "keys with limits", "MB resident", "MB of its own"],
                 [[name, number(row["unlimited"]), number(row["limited"]), number(row["resident_mb"]),
                   number(row["proportional_mb"])] for name, row in rows.items()])


def text(figures):
    """All of a run's tables."""
    parts = []
    for name, told in figures["scenarios"].items():
        quiet = max((row.get("foreign_cores", 0) for row in told["rows"].values()), default=0)
        note = f"\n(others took up to {quiet:.1f} cores beside it)" if quiet > 0.2 else ""
        parts.append(f"\n{told['title']}{note}\n\n{of_scenario(name, told)}")
    left = [f"{name} is left out: {why}" for name, why in figures["left_out"].items()]
    return "\n".join(parts + left)
