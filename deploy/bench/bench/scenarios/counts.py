"""What 1,000 requests ask of inner services, Postgres and Redis."""
import time

from ..console import SMALL
from ..measure import redis
from ..measure.counts import Counts
from ..report.tables import number
from ..workshop import say
from .scenario import Scenario

HEADS = ["keys", "requests", "requests that waited for an inner service", "inner calls per 1,000", "of these",
         "Postgres statements per 1,000", "in the same time without requests", "Redis commands per 1,000",
         "run by scripts within Redis", "of these"]


def per_thousand(rate=1000):
    def run(workshop, scale):
        candidate = workshop.candidates["tollgate"]
        console = candidate.suite.console()
        account = console.call("GET", "/accounts?limit=1")["data"][0]["id"]
        small = console.key(account, "bench, small", SMALL)
        kinds = {"large limits": (candidate.key, rate), "no limits": (candidate.unlimited, rate), "small limits": (small, 1.5)}
        rest = at_rest(candidate.suite, scale.of(10, 1))
        rows, lines, cells = {}, [], {}
        for kind, (key, wanted) in kinds.items():
            row, cells[kind] = one(workshop, candidate, key, min(wanted, scale.of(wanted, 20)), scale, rest)
            rows[kind] = row
            lines.append([kind, number(row["requests"]), number(row["waited"]), number(row["calls"], 1), named(row["by_call"]),
                          number(row["statements"], 1), number(row["statements_at_rest"], 1), number(row["commands"], 1),
                          number(row["within"], 1), named(row["by_command"])])
            say(f"counts, {kind}: {row}")
        return {"title": scenario.title, "rows": {}, "counts": rows, "heads": HEADS, "lines": lines, "cells": cells}

    scenario = Scenario("counts", "Inner calls, statements and commands", run,
                        lambda scale, who: 2 * (max(scale.seconds, 20) + 5) + 45, ("tollgate",))
    return scenario


def at_rest(suite, seconds):
    """What the services ask of themselves: statements a second."""
    with Counts(suite) as counts:
        time.sleep(seconds)
    return counts.statements / counts.seconds


def one(workshop, candidate, key, rate, scale, rest):
    seconds = scale.of(20, 2)
    words = ("-rate", str(rate))
    warm = workshop.cell(candidate, "open", 16, scale.of(3, 1), *words, key=key)
    with Counts(candidate.suite) as counts:
        cell = workshop.cell(candidate, "open", 16, seconds, *words, key=key)
    done = max(cell["ok"], 1)

    def thousand(told):
        return {name: count / done * 1000 for name, count in sorted(told.items(), key=lambda item: -item[1])}

    calls, commands = thousand(counts.asked()), thousand(counts.commands)
    scripts = redis.of_scripts(candidate.suite.tree)
    within = sum(count for name, count in commands.items() if name in scripts)
    background = min(rest * counts.seconds, counts.statements)
    return {"requests": cell["ok"], "waited": sum(counts.misses.values()), "misses": counts.misses,
            "calls": sum(calls.values()), "by_call": calls, "statements": (counts.statements - background) / done * 1000,
            "statements_at_rest": background / done * 1000,
            "commands": sum(commands.values()) - within, "within": within, "by_command": commands}, [warm, cell]


def named(told, most=6):
    return ", ".join(f"{name} {count:.1f}" for name, count in list(told.items())[:most]) or "–"
