"""What requests ask of inner services and stores, by these services' own counts."""
import os
import time

from . import prometheus, redis

# What edges ask again and again, requests or not.
BACKGROUND = ("changes", "catalogue", "price_list", "price_version", "open_epoch", "receipt_keys")
# A line of Postgres' log for each statement that was run.
STATEMENT = (b"LOG:  statement: ", b"LOG:  execute ")


class Counts:
    """Counts while it is entered; afterwards its fields tell what came in between."""

    def __init__(self, suite):
        self.suite = suite
        self.calls, self.misses, self.commands, self.statements = {}, {}, {}, None

    def __enter__(self):
        self._log_statements(True)
        self.began, self.seconds = time.monotonic(), None
        self.log_from = os.path.getsize(self.suite.postgres_log())
        self.redis_before = self.suite.redis().commands()
        self.edges_before = [prometheus.read(self.suite.url(name)) for name in self.suite.edge_names()]
        return self

    def __exit__(self, *failure):
        after = [prometheus.read(self.suite.url(name)) for name in self.suite.edge_names()]
        # What is shipped by batches comes a moment later.
        time.sleep(1.5)
        self.seconds = time.monotonic() - self.began
        self.commands = redis.since(self.redis_before, self.suite.redis().commands())
        with open(self.suite.postgres_log(), "rb") as log:
            log.seek(self.log_from)
            self.statements = statements(log)
        self._log_statements(False)
        for before, now in zip(self.edges_before, after):
            add(self.calls, prometheus.grown(before, now, "tollgate_peer_calls_seconds_count", "call"))
            for name, by, kinds in (("tollgate_key_lookups_total", "result", ("miss", "shared")),
                                    ("tollgate_credit_reservations_total", "lease", ("miss",)),
                                    ("tollgate_permit_slice_takes_total", "outcome", ("miss",)),
                                    ("tollgate_permit_inner_calls_total", "call", ("permit",))):
                grown = prometheus.grown(before, now, name, by)
                add(self.misses, {name.removeprefix("tollgate_").split("_")[0] + " " + kind: grown[kind]
                                  for kind in kinds if kind in grown})

    def asked(self):
        """Calls that requests cause."""
        return {call: count for call, count in self.calls.items() if call not in BACKGROUND}

    def _log_statements(self, on):
        """Costs Postgres a line each: CPU is not measured meanwhile."""
        with self.suite.postgres() as link:
            link.query(f"ALTER SYSTEM SET log_statement = '{'all' if on else 'none'}'")
            link.query("SELECT pg_reload_conf()")
        time.sleep(0.3)


def statements(lines):
    return sum(1 for line in lines if any(kind in line for kind in STATEMENT) and b"pg_reload_conf" not in line)


def add(to, more):
    for name, value in more.items():
        to[name] = to.get(name, 0) + value
