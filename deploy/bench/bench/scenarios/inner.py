"""What one inner call costs each process: the constants of the model in deploy/bench/sim."""
import time

from .. import accounts
from ..inner import KINDS, Asker
from ..measure import redis
from ..measure.counts import statements
from ..report.tables import number
from ..workshop import say
from .scenario import Scenario

OWNERS, KEYS = 2000, 20_000
STORES = ("postgres", "redis")
HEADS = ["call", "items", "CPU µs of the service", "of Postgres", "of Redis", "statements", "commands", "ms, median"]


# Calls after which a service has compiled what they take.
ENOUGH = 4000


def calls(warm=12, measured=4):
    def run(workshop, scale):
        suite = workshop.candidates["tollgate"].suite
        with suite.postgres() as link:
            secrets = accounts.load(link, "inner", scale.of(OWNERS, 100), scale.of(KEYS, 200))
            version = int(link.query("SELECT max(version) FROM billing.price_version")[0][0])
        asker = Asker(suite, [accounts.digest(one) for one in secrets], scale.of(OWNERS, 100), version)
        idle = resting(workshop, suite, scale.of(4, 0.1))
        rows, lines = {}, []
        for kind in KINDS:
            asker.keep_asking(kind, scale.of(warm, 0.1), ENOUGH)
            rows[kind.name] = row = one(workshop, suite, asker, kind, scale.of(measured, 0.1), idle)
            lines.append([kind.name, str(kind.items), number(row["us"][kind.service], 0), number(row["us"]["postgres"], 0),
                          number(row["us"]["redis"], 0), number(row["statements"], 1), number(row["commands"], 1),
                          number(row["millis"], 2)])
            say(f"inner, {kind.name}: {row}")
        told = {"title": scenario.title, "rows": {}, "inner": rows, "idle": idle, "cells": {}, "heads": HEADS, "lines": lines}
        if asker.wrong:
            told["problems"] = asker.wrong[:5]
        return told

    scenario = Scenario("inner", "What one inner call costs", run,
                        lambda scale, who: 25 + len(KINDS) * (warm + measured + 2), ("tollgate",))
    return scenario


def resting(workshop, suite, seconds, windows=5):
    """CPU µs a second of each process while nobody asks anything but the edge's own polls: the least of some spans, as
    what was asked before is compiled and cleared away for a while."""
    least = {}
    for _ in range(windows):
        before, began = spent(workshop, suite), time.monotonic()
        time.sleep(seconds)
        passed = time.monotonic() - began
        for name, used in spent(workshop, suite).items():
            us = (used - before[name]) / passed * 1e6
            least[name] = min(us, least.get(name, us))
    return least


def spent(workshop, suite):
    return {name: workshop.procs.cpu_seconds([suite.pid(name)]) for name in suite.inner_names()}


def one(workshop, suite, asker, kind, seconds, idle):
    before, began = spent(workshop, suite), time.monotonic()
    took = asker.keep_asking(kind, seconds)
    # What a service does behind its answer.
    time.sleep(0.1)
    passed, after = time.monotonic() - began, spent(workshop, suite)
    us = {name: max(0, (after[name] - before[name]) * 1e6 - idle[name] * passed) / len(took) for name in after}
    told, asked = counted(suite, asker, kind)
    return {"calls": len(took), "items": kind.items, "service": kind.service, "us": us, "millis": sorted(took)[len(took) // 2] * 1e3,
            "statements": told, "commands": asked}


def counted(suite, asker, kind, times=40):
    """Statements and commands of a call; those that run beside it take part, as little as there are of them."""
    with suite.postgres() as link:
        link.query("ALTER SYSTEM SET log_statement = 'all'")
        link.query("SELECT pg_reload_conf()")
        time.sleep(0.3)
        with open(suite.postgres_log(), "rb") as log:
            log.seek(0, 2)
            commands = suite.redis().commands()
            asker.ask(kind, times)
            asked = sum(redis.since(commands, suite.redis().commands()).values())
            time.sleep(0.05)
            told = statements(log)
        link.query("ALTER SYSTEM SET log_statement = 'none'")
        link.query("SELECT pg_reload_conf()")
    return told / times, asked / times
