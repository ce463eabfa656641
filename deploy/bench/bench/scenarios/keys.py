"""Keys that the edge has not seen yet, and very many of them in rotation."""
import os

from .. import accounts, figures
from ..measure.counts import Counts
from ..workshop import say
from .scenario import Scenario, tell, warm_up

NAMES = ("direct", "tollgate")
# Of unknown keys, each second of a warm-up: it is keys that are cold here, not the services, which compile what they are asked as they run.
STRANGERS = 300


def cold(rate=100):
    """Every request is the first of its key and its account: two rounds of inner calls, before the upstream is asked."""

    def run(workshop, scale):
        candidate, direct = workshop.candidates["tollgate"], workshop.candidates["direct"]
        seconds, wanted = scale.of(10, 1), scale.of(rate, 20)
        each = seconds * wanted
        first = warm_up("tollgate", scale) * scale.of(STRANGERS, wanted)
        with candidate.suite.postgres() as link:
            fresh = accounts.load(link, "cold", first + each * scale.rounds, first + each * scale.rounds)

        def unknown(begin, count):
            file = accounts.write(os.path.join(workshop.folder("keys"), "cold"), fresh[begin:begin + count])
            return "-keys", file, "-n", str(count)

        workshop.cell(candidate, "closed", 16, warm_up("tollgate", scale), *unknown(0, first), key="")
        cells = {"direct": [], "tollgate, warm": [], "tollgate, cold": []}
        for turn in range(scale.rounds):
            keys = unknown(first + turn * each, each)
            for name, of, words, key in (("direct", direct, (), None), ("tollgate, warm", candidate, (), None),
                                         ("tollgate, cold", candidate, keys, "")):
                cell = workshop.cell(of, "open", 16, seconds, "-rate", str(wanted), *words, key=key)
                cells[name].append(cell)
                tell(scenario, name, turn, cell)
        rows = {name: figures.row(own) for name, own in cells.items()}
        figures.add_to_direct(rows)
        return {"title": scenario.title, "rows": rows, "cells": cells}

    scenario = Scenario("cold", f"First requests of keys and accounts, at a steady {rate} a second", run,
                        lambda scale, who: scale.rounds * 3 * 11 + 5 + warm_up("tollgate", scale), NAMES)
    return scenario


def rotation(count=100_000, owners=10_000):
    """Keys in turn, of which the edge knows none at first; beside one key."""

    def run(workshop, scale):
        candidate = workshop.candidates["tollgate"]
        keys, held = scale.of(count, 200), scale.of(owners, 20)
        with candidate.suite.postgres() as link:
            secrets = accounts.load(link, "turn", held, keys)
        say(f"{keys:,} keys of {held:,} accounts are there")
        file = accounts.write(os.path.join(workshop.folder("keys"), "rotation"), secrets)
        cells = {"tollgate, one key": [], f"tollgate, {count:,} keys": []}
        asked = {}
        for turn in range(scale.rounds):
            for name, words, key in (("tollgate, one key", (), None), (f"tollgate, {count:,} keys", ("-keys", file), "")):
                with Edges(candidate) as edges:
                    cell = workshop.cell(candidate, "closed", 16, scale.of(max(scale.seconds, 15), 1), *words, key=key)
                cells[name].append(cell)
                asked[name] = asked.get(name, []) + [edges.asked(cell["ok"])]
                tell(scenario, name, turn, cell)
        rows = {name: figures.row(own) for name, own in cells.items()}
        return {"title": scenario.title, "rows": rows, "cells": cells, "asked": asked,
                "note": "Inner calls per request, round by round: " + "; ".join(
                    f"{name}: {', '.join(f'{calls:.3f}' for calls in told)}" for name, told in asked.items())}

    scenario = Scenario("rotation", f"{count:,} keys of {owners:,} accounts in rotation, 16 connections", run,
                        lambda scale, who: scale.rounds * 2 * (max(scale.seconds, 15) + 1) + 15, ("tollgate",))
    return scenario


class Edges(Counts):
    """Inner calls alone: Postgres and Redis are left in peace, as CPU is measured."""

    def __init__(self, candidate):
        super().__init__(candidate.suite)

    def _log_statements(self, on):
        pass

    def asked(self, requests):
        return sum(super().asked().values()) / max(requests, 1)
