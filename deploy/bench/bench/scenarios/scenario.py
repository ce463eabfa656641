"""How a scenario is run."""
from dataclasses import dataclass

from .. import figures
from ..workshop import say


@dataclass(frozen=True)
class Scale:
    """How much of everything a mode does."""
    rounds: int = 3
    seconds: int = 10
    warm_up: int = 30
    # A few requests of each kind, to see that it works: figures are meaningless.
    smoke: bool = False
    # Whether archives of classes are made first: what starts are measured with.
    archives: bool = True

    def of(self, count, small):
        """A count, or a small one for smoke."""
        return small if self.smoke else count


@dataclass
class Scenario:
    """@param run: called with the workshop and the scale; gives what the report needs
    @param seconds: what it takes at a scale, without start and warm-up: plans are judged by it
    @param candidates: who may take part; None: all that are up"""
    name: str
    title: str
    run: object
    seconds: object
    candidates: tuple = None

    def who(self, workshop):
        return {name: candidate for name, candidate in workshop.candidates.items()
                if self.candidates is None or name in self.candidates}


# What is compiled before it runs needs little: its caches and connections.
COMPILED = ("direct", "nginx", "haproxy")


# What a candidate is asked before it is measured, in this order, each for the seconds of its warm-up divided by the number.
WARMING = (("closed", 1, ()), ("stream", 3, ("-events", "104")), ("closed", 2, ()))


def warm_up(name, scale):
    """Seconds of load before a candidate is measured."""
    return min(scale.warm_up, 2) if name in COMPILED else scale.warm_up


FORWARDERS = ("direct", "nginx", "tollgate")


def interleaved(workshop, scenario, scale, mode, connections, *extra, seconds=None, rounds=None, warm=0):
    """In turn, round by round, so that whatever else the machine does meets all.

    @param warm: seconds of this very load before the first round, for those that compile as they run"""
    for name, candidate in scenario.who(workshop).items():
        if warm and name not in COMPILED:
            workshop.cell(candidate, mode, connections, warm, *extra)
    cells = {name: [] for name in scenario.who(workshop)}
    for turn in range(rounds or scale.rounds):
        for name, candidate in scenario.who(workshop).items():
            cell = workshop.cell(candidate, mode, connections, seconds or scale.seconds, *extra)
            cells[name].append(cell)
            tell(scenario, name, turn, cell)
    rows = {name: figures.row(own) for name, own in cells.items()}
    figures.add_to_direct(rows)
    return {"title": scenario.title, "rows": rows, "cells": cells}


def tell(scenario, name, turn, cell):
    trouble = f", {cell['errors']} errors: {cell.get('why')}" if cell["errors"] else ""
    say(f"{scenario.name}, round {turn + 1}, {name}: {cell['ok']} done, {cell['rps']:.0f}/s, p50 "
        f"{cell['latency_us']['p50']:.0f} us, own CPU {cell['own_us']:.1f} us each{trouble}")
