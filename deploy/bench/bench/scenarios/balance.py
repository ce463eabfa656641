"""A balance so small that no lease covers a second request: each asks billing for its own."""
from .. import figures
from ..console import LARGE
from ..report.tables import number
from .keys import Edges
from .scenario import Scenario, tell

# What is held for a request: 131,072 tokens of output at 1 credit a million, and a little input.
HOLD_NANOS = 131_072 * 1000
CONNECTIONS = 4
# An account with fewer holds than 8 left gets no more than each request needs.
HOLDS = 7


def small():
    def run(workshop, scale):
        candidate = workshop.candidates["tollgate"]
        console = candidate.suite.console()
        words = ("-model", "dear", "-max-tokens", "131072")
        cells, asked = {"plenty of credit": [], "hardly any": []}, {"plenty of credit": [], "hardly any": []}
        for turn in range(scale.rounds):
            # A new account each time: what requests cost makes the balance smaller.
            poor = console.key(console.account(f"bench, poor {turn}", HOLDS * HOLD_NANOS), "bench, poor", LARGE)
            for name, key in (("plenty of credit", candidate.key), ("hardly any", poor)):
                limit = ("-n", str(4000))
                with Edges(candidate) as edges:
                    cell = workshop.cell(candidate, "closed", CONNECTIONS, scale.of(scale.seconds, 1), *words, *limit, key=key)
                cells[name].append(cell)
                asked[name].append(edges.asked(cell["ok"]))
                tell(scenario, name, turn, cell)
        rows = {name: figures.row(own) for name, own in cells.items()}
        lines = [[name, number(row["rps"][1]), number(row["p50"][1]), number(row["p99"][1]), number(row["own_us"][1], 1),
                  number(row["all_us"][1], 1), number(sorted(asked[name])[len(asked[name]) // 2], 2), number(row["errors"])]
                 for name, row in rows.items()]
        heads = ["account", "requests/s", "p50 µs", "p99 µs", "own CPU µs/request", "all CPU µs/request",
                 "inner calls per request", "errors"]
        return {"title": scenario.title, "rows": rows, "heads": heads, "lines": lines, "cells": cells, "asked": asked}

    scenario = Scenario("balance", f"A balance so small that each request needs its own lease, {CONNECTIONS} connections", run,
                        lambda scale, who: scale.rounds * 2 * (scale.seconds + 1), ("tollgate",))
    return scenario
