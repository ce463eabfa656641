"""The goals, and whether a run met them."""
from dataclasses import dataclass

from .figures import median, ratio

INNER = ("auth", "routing", "billing", "ratelimit", "console")


@dataclass(frozen=True)
class Verdict:
    """@param met: None when it was not measured"""
    what: str
    goal: str
    figure: str
    met: bool

    def word(self):
        return "not measured" if self.met is None else "met" if self.met else "**not met**"


def at_most(what, value, limit, unit="", digits=1, goal=None):
    """@param goal: in other words than the limit's"""
    return judged(what, goal or f"≤ {limit:g}{unit}", value, unit, digits, value is not None and value <= limit)


def at_least(what, value, limit, unit="", digits=1):
    return judged(what, f"≥ {limit:g}{unit}", value, unit, digits, value is not None and value >= limit)


def judged(what, goal, value, unit, digits, met):
    return Verdict(what, goal, "–" if value is None else f"{value:,.{digits}f}{unit}", None if value is None else met)


class Goals:
    """@param runs: the figures of one or several runs; a ratio is always of one run"""

    def __init__(self, runs):
        self.runs = runs

    def run_with(self, scenario, *candidates):
        """The last run that measured these candidates in that scenario."""
        for run in reversed(self.runs):
            told = run["scenarios"].get(scenario)
            if told and all(name in told["rows"] for name in candidates):
                return run
        return {}

    def times(self, scenario, field, other, upside_down=False):
        """Tollgate's figure as a multiple of another candidate's; or the other's of Tollgate's."""
        run = self.run_with(scenario, "tollgate", other)
        ours, others = median(run, scenario, "tollgate", field), median(run, scenario, other, field)
        return ratio(others, ours) if upside_down else ratio(ours, others)

    def told(self, scenario, part):
        for run in reversed(self.runs):
            if part in run["scenarios"].get(scenario, {}):
                return run["scenarios"][scenario][part]
        return None

    def verdicts(self):
        return [*self.cpu(), *self.throughput(), *self.latency(), *self.streams(), *self.memory(), *self.calls(),
                *self.starts(), *self.growth()]

    def cpu(self):
        for connections in (16, 64):
            yield at_most(f"CPU per plain request of the edge, {connections} connections",
                          self.times(f"plain{connections}", "own_us", "nginx"), 3, " × nginx", 2)
        yield at_most("the same for the whole suite with Postgres and Redis", self.times("plain16", "all_us", "nginx"), 5,
                      " × nginx", 2)
        for peer, least in (("portkey", 15), ("litellm", 120)):
            yield at_least(f"the whole suite's, that many times less than {peer}'s",
                           self.times("plain16", "all_us", peer, upside_down=True), least, " ×")

    def throughput(self):
        for other, least in (("nginx", 0.45), ("portkey", 15), ("litellm", 200)):
            yield at_least("requests/s at 16 connections, client and upstream on the same cores",
                           self.times("plain16", "rps", other), least, f" × {other}", 2)

    def latency(self):
        yield at_most("added p50 at a steady 1,000 requests/s", self.times("steady1000", "added_p50", "nginx"), 2.5,
                      " × nginx's", 2)
        # The whole p99: what is added to it is a difference of two rare things, and below zero at times.
        yield at_most("p99 at a steady 1,000 requests/s", self.times("steady1000", "p99", "nginx"), 2, " × nginx's", 2)

    def streams(self):
        yield at_most("CPU per relayed stream event", self.times("streams16", "own_us_event", "nginx"), 3, " × nginx", 2)
        run = self.run_with("most_held", "tollgate")
        yield at_least("streams held at 20 ms per event, p99 gap ≤ 100 ms", median(run, "most_held", "tollgate", "streams"), 700,
                       digits=0)
        yield at_most("streams lost or cut once accepted, at any load, in all scenarios", self.lost(), 0, digits=0, goal="0")

    def lost(self):
        lost, seen = 0, False
        for run in self.runs:
            for told in run["scenarios"].values():
                row = told["rows"].get("tollgate")
                if row and ("cut" in row or "lost" in row):
                    seen = True
                    lost += row.get("lost", 0) + row.get("cut", 0) + row.get("short", 0)
        return lost if seen else None

    def memory(self):
        run = self.run_with("idle8000", "tollgate")
        yield at_most("memory per open stream", median(run, "idle8000", "tollgate", "kb_per_stream"), 20, " KB")
        sizes = self.told("by_service", "by_service") or {}
        yield at_most("the edge after load", sizes.get("edge", {}).get("resident_mb"), 180, " MB", 0)
        inner = {name: sizes[name]["resident_mb"] for name in INNER if name in sizes}
        largest = max(inner, key=inner.get, default=None)
        yield at_most(f"the largest of the inner services after load{f' ({largest})' if largest else ''}",
                      inner.get(largest), 140, " MB", 0)
        yield at_most("errors with 8,000 idle streams on one edge of 512 MB", median(run, "idle8000", "tollgate", "errors"), 0,
                      digits=0, goal="0")

    def calls(self):
        counts = self.told("counts", "counts") or {}
        for kind in ("large limits", "no limits"):
            row = counts.get(kind, {})
            yield at_most(f"requests that wait for an inner service, warm, keys with {kind}",
                          self.per_request(row, "waited"), 0.005, "", 3, goal="0")
        yield at_most("the same with small limits", self.per_request(counts.get("small limits", {}), "waited"), 1, "", 2, "1")
        large = counts.get("large limits", {})
        yield at_most("Postgres statements that 1,000 requests cause", large.get("statements"), 20)
        yield at_most("Redis commands sent per 1,000 requests", large.get("commands"), 60)
        run = self.run_with("cold", "direct", "tollgate, cold")
        added = median(run, "cold", "tollgate, cold", "added_p50")
        yield at_most("cold path (unknown key, no lease): added p50", None if added is None else added / 1000, 6, " ms", 2)

    @staticmethod
    def per_request(row, field):
        return row[field] / row["requests"] if row.get("requests") else None

    def starts(self):
        starts = self.told("start", "starts") or {}
        services = {name: row["seconds"][1] for name, row in starts.items() if name != "suite"}
        slowest = max(services, key=services.get, default=None)
        yield at_most(f"each service ready alone{f', the slowest ({slowest})' if slowest else ''}", services.get(slowest), 1.2,
                      " s", 2)
        yield at_most("the suite ready", starts.get("suite", {}).get("seconds", [None, None])[1], 10, " s")

    def growth(self):
        rows = {}
        for run in self.runs:
            rows |= run["scenarios"].get("growth", {}).get("growth", {})
        for name, span in (("keys", "10 to 100,000 keys"), ("accounts", "10 to 10,000 accounts"),
                           ("models", "10 to 5,000 models"), ("usage records", "0 to 20 million usage records")):
            change = rows.get(name, {}).get("own")
            percent = None if change is None else change * 100
            yield judged(f"CPU per request from {span}", "within ±10 %", percent, " %", 1, percent is not None and abs(percent) <= 10)
        edges = self.told("edges", "edges") or {}
        grown = self.grown_with_edges(edges)
        yield at_most("inner services' CPU per request with 4 edges, against one", grown, 1.1, " ×", 2, "does not grow")

    @staticmethod
    def grown_with_edges(edges):
        """JSON has made the counts to texts."""
        rows = {int(count): row for count, row in edges.items()}
        if len(rows) < 2:
            return None

        def inner(row):
            return sum(values[1] for name, values in row.items() if name in INNER)

        return ratio(inner(rows[max(rows)]), inner(rows[min(rows)]))
