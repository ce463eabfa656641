"""Small plain answers: closed loops, and at a steady rate."""
from .scenario import FORWARDERS, Scenario, interleaved, tell
from .. import figures


def closed(connections):
    def run(workshop, scale):
        return interleaved(workshop, scenario, scale, "closed", connections)

    scenario = Scenario(f"plain{connections}", f"Plain answers, {connections} connections" if connections > 1 else
                        "Plain answers, one connection", run, lambda scale, who: scale.rounds * who * (scale.seconds + 0.7))
    return scenario


# A gateway reaches a rate when it answers this much of it, and the last of it in time.
REACHED = 0.98


def steady(rate):
    """Latency counts from when each request was due. Whoever cannot keep up is told to be below the rate: what his
    latencies are then depends on how long one waits."""

    def run(workshop, scale):
        wanted = scale.of(rate, 20)
        below, cells = set(), {name: [] for name in scenario.who(workshop)}
        for turn in range(scale.rounds):
            for name, candidate in scenario.who(workshop).items():
                if name in below:
                    continue
                cell = workshop.cell(candidate, "open", 64, scale.seconds, "-rate", str(wanted))
                tell(scenario, name, turn, cell)
                if cell["rps"] < REACHED * rate and not scale.smoke:
                    below.add(name)
                cells[name].append(cell)
        rows = {name: figures.row(own) for name, own in cells.items()}
        for name in below:
            rows[name] = {"below": True, "rps": rows[name]["rps"], "errors": rows[name]["errors"], "why": rows[name]["why"]}
        figures.add_to_direct(rows)
        late = max((row["lag_p99"][1] for row in rows.values() if "lag_p99" in row), default=0)
        return {"title": scenario.title, "rows": rows, "cells": cells,
                "note": f"The load itself sent 99 of 100 requests within {late:,.0f} µs of when they were due."}

    scenario = Scenario(f"steady{rate}", f"Plain answers at a steady {rate:,} requests a second", run,
                        lambda scale, who: scale.rounds * who * (scale.seconds + 1))
    return scenario


def bodies(name, title, connections, *words):
    def run(workshop, scale):
        return interleaved(workshop, scenario, scale, "closed", scale.of(connections, 2), *words,
                           seconds=scale.of(max(scale.seconds // 2, 5), 1), warm=scale.of(10, 0))

    scenario = Scenario(name, title, run, lambda scale, who: scale.rounds * who * (max(scale.seconds // 2, 5) + 2) + 11,
                        FORWARDERS)
    return scenario
