"""What each process takes at a steady rate: the sizing table of docs/day-two.md."""
from .scenario import Scenario
from ..workshop import say


def by_service(rate=1000):
    """In thousandths of a core per 1,000 requests a second, by keys without limits and with all of them."""

    def run(workshop, scale):
        candidate, procs = workshop.candidates["tollgate"], workshop.procs
        names, table, cells = candidate.suite.names(), {}, {}
        seconds, wanted = scale.of(max(scale.seconds, 15), 1), scale.of(rate, 20)
        for kind, key in (("unlimited", candidate.unlimited), ("limited", candidate.key)):
            before = {name: procs.cpu_seconds([candidate.suite.pid(name)]) for name in names}
            cell = workshop.cell(candidate, "open", 64, seconds, "-rate", str(wanted), key=key)
            cells[kind] = [cell]
            table[kind] = {name: (procs.cpu_seconds([candidate.suite.pid(name)]) - before[name]) / max(cell["ok"], 1) * 1e6
                           for name in names}
        memory = {name: procs.resident_kb([candidate.suite.pid(name)]) / 1024 for name in names}
        own = {name: procs.proportional_kb([candidate.suite.pid(name)]) / 1024 for name in names}
        rows = {name: {"unlimited": table["unlimited"][name], "limited": table["limited"][name],
                       "resident_mb": memory[name], "proportional_mb": own[name]} for name in names}
        say("by_service: " + ", ".join(f"{name} {row['limited']:.0f}" for name, row in rows.items()))
        return {"title": scenario.title, "rows": {}, "by_service": rows, "cells": cells,
                "errors": sum(cell["errors"] for own in cells.values() for cell in own)}

    scenario = Scenario("by_service", f"CPU and memory of each process at {rate:,} requests a second", run,
                        lambda scale, who: 2 * max(scale.seconds, 15) + 5, ("tollgate",))
    return scenario
