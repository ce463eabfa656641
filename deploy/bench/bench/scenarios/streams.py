"""Streams: flat out, held at a pace, and idle in great number."""
import time

from .. import figures
from ..workshop import say
from .scenario import FORWARDERS, Scenario, interleaved, tell

# Beside the events asked for: the role, the reason of the end, the usage, [DONE].
FRAME = 4


def flat_out(connections):
    def run(workshop, scale):
        return interleaved(workshop, scenario, scale, "stream", connections, "-events", str(100 + FRAME))

    scenario = Scenario(f"streams{connections}", f"Streams of 100 events, flat out, {connections} at a time", run,
                        lambda scale, who: scale.rounds * who * (scale.seconds + 0.7))
    return scenario


def paced(gap_ms, seconds):
    """Options for streams that last so long at this pace."""
    events = max(int(seconds * 1000 / gap_ms), 1)
    return ["-tag", f"[[f0,c{gap_ms},n{events}]]", "-events", str(events + FRAME)]


def hold(workshop, candidate, count, gap_ms, seconds, ramp, urls=None):
    return workshop.cell(candidate, "hold", count, ramp + seconds, "-ramp", f"{ramp}s",
                         *paced(gap_ms, seconds + ramp), urls=urls)


def held(count, gap_ms=20):
    def run(workshop, scale):
        rounds, streams = scale.of(max(scale.rounds - 1, 1), 1), scale.of(count, 20)
        cells = {name: [] for name in scenario.who(workshop)}
        for turn in range(rounds):
            for name, candidate in scenario.who(workshop).items():
                cell = hold(workshop, candidate, streams, gap_ms, scale.of(10, 1), scale.of(3, 1))
                tell(scenario, name, turn, cell)
                cells[name].append(cell)
        return {"title": scenario.title, "rows": {name: figures.row(own) for name, own in cells.items()}, "cells": cells}

    scenario = Scenario(f"hold{count}", f"{count:,} streams held, an event each {gap_ms} ms", run,
                        lambda scale, who: max(scale.rounds - 1, 1) * who * 20, FORWARDERS)
    return scenario


GAP_MAX_MS = 100


def fits(cell):
    return cell["errors"] == 0 and cell["gap_us"]["p99"] <= GAP_MAX_MS * 1000


def search(good, bad, step, try_one):
    """The greatest multiple of the step that passes, between one that does and one that does not."""
    while bad - good > step:
        middle = (good + bad) // 2 // step * step
        middle = middle if middle > good else good + step
        if try_one(middle):
            good = middle
        else:
            bad = middle
    return good


def most_held(gap_ms=20, most=3000, step=50):
    """How many streams can be held before one event in a hundred is late by more than 100 ms."""

    def run(workshop, scale):
        rows, cells = {}, {}
        for name, candidate in scenario.who(workshop).items():
            tried = cells[name] = []

            def passes(count):
                cell = hold(workshop, candidate, count, gap_ms, scale.of(6, 1), scale.of(2, 1))
                tried.append(cell | {"streams": count})
                say(f"{scenario.name}, {name}: {count} streams, p99 gap {cell['gap_us']['p99'] / 1000:.0f} ms, "
                    f"{cell['errors']} errors")
                return fits(cell)

            good = 10 if scale.smoke else search(0, most + step, step, passes)
            if scale.smoke:
                passes(10)
            rows[name] = {"streams": good, "lost": sum(cell["short"] + cell["cut"] for cell in tried),
                          "refused": sum(cell["refused"] + cell["failed"] for cell in tried),
                          "errors": sum(cell["errors"] for cell in tried) if scale.smoke else 0}
        return {"title": scenario.title, "rows": rows, "cells": cells}

    scenario = Scenario("most_held", f"The most streams held at {gap_ms} ms an event with a p99 gap of at most {GAP_MAX_MS} ms",
                        run, lambda scale, who: who * 8 * 12, FORWARDERS)
    return scenario


def idle(count, edges=1):
    """Streams that say something every five seconds: what they take is memory."""

    def run(workshop, scale):
        streams = scale.of(count, 40 * edges)
        rows, cells = {}, {}
        for name, candidate in scenario.who(workshop).items():
            if name == "tollgate" and candidate.with_edges(edges):
                workshop.cell(candidate, "closed", 16, scale.of(15, 1))
            workshop.cell(candidate, "stream", 16, scale.of(5, 1))
            time.sleep(scale.of(2, 0))
            cell = hold(workshop, candidate, streams, scale.of(5000, 500), scale.of(15, 1), scale.of(15, 1))
            tell(scenario, name, 0, cell)
            cells[name] = [cell]
            rows[name] = figures.row([cell])
            grown = cell["rss_peak_kb"] - cell["rss_before_kb"]
            rows[name]["kb_per_stream"] = grown / streams if name != "direct" else None
        return {"title": scenario.title, "rows": rows, "cells": cells}

    name = f"idle{count}" + (f"over{edges}" if edges > 1 else "")
    title = f"{count:,} idle streams" + (f" over {edges} edges" if edges > 1 else "")
    scenario = Scenario(name, title, run, lambda scale, who: 65 if edges == 1 else 100,
                        FORWARDERS if edges == 1 else ("tollgate",))
    return scenario
