"""Which scenarios a mode runs, at which scale, and how long that takes."""
from dataclasses import dataclass, replace

from .processes import Failure
from .scenarios import balance, counts, growth, inner, keys, models, plain, realtime, sizing, start, streams
from .scenarios.scenario import WARMING, Scale, warm_up

THREE = ("direct", "nginx", "tollgate")
NAMES_OF_GROWTH = ("nginx", "tollgate")
ALL = ("direct", "nginx", "haproxy", "portkey", "litellm", "tollgate")

# Tollgate's is with a start before, which makes the archives of classes; quick and smoke do without.
START = {"direct": 1, "nginx": 1, "haproxy": 1, "portkey": 5, "litellm": 40, "tollgate": 50}
START_ONCE = 22
BUILD_AND_STOP = 15
SMOKE_SECONDS = 5


def bodies():
    return [
        plain.bodies("body1k", "Bodies of 1 KB", 16, "-size", "1000"),
        plain.bodies("body100k", "Bodies of 100 KB", 16, "-size", "100000"),
        plain.bodies("body5m", "Bodies of 5 MB: images", 8, "-kind", "image", "-size", "5000000"),
        plain.bodies("embeddings2048", "Embeddings of 2,048 inputs", 8, "-kind", "embeddings", "-size", "2048",
                     "-model", "text-embedding-3-small"),
        plain.bodies("audio50m", "Audio uploads of 50 MB", 4, "-kind", "audio", "-size", "50000000", "-model", "whisper-1"),
    ]


@dataclass(frozen=True)
class Plan:
    mode: str
    limit: int
    candidates: tuple
    scale: Scale
    scenarios: tuple

    def seconds(self):
        """About what it takes, with all candidates there."""
        scale = self.scale
        warm = sum(max(warm_up(name, scale) // share, 1) for name in self.candidates for _, share, _ in WARMING)
        start = sum(START_ONCE if name == "tollgate" and not scale.archives else START[name] for name in self.candidates)
        runs = sum(SMOKE_SECONDS * self._count(scenario) if scale.smoke else scenario.seconds(scale, self._count(scenario))
                   for scenario in self.scenarios)
        return BUILD_AND_STOP + start + warm + runs

    def _count(self, scenario):
        return len([name for name in self.candidates if scenario.candidates is None or name in scenario.candidates])


def quick():
    return Plan("quick", 180, THREE, Scale(rounds=3, seconds=3, warm_up=15, archives=False),
                (plain.closed(16), streams.flat_out(16), plain.steady(1000)))


def peers():
    return Plan("peers", 40 * 60, ALL, Scale(rounds=3, seconds=10, warm_up=60),
                (plain.closed(16), plain.closed(64), streams.flat_out(16), plain.steady(1000)))


def full():
    scenarios = (streams.idle(8000), plain.closed(1), plain.closed(16), plain.closed(64), plain.closed(256),
                 plain.steady(100), plain.steady(1000), streams.flat_out(16), streams.held(1000), streams.most_held(),
                 *bodies(), realtime.sockets(500), counts.per_thousand(), sizing.by_service(), keys.cold(), balance.small(),
                 models.many(), keys.rotation(), start.cold(), streams.idle(10000, 2))
    return Plan("full", 90 * 60, THREE, Scale(rounds=3, seconds=10, warm_up=60), scenarios)


def with_growth(records=20_000_000):
    return Plan("growth", 180 * 60, NAMES_OF_GROWTH, Scale(rounds=3, seconds=10, warm_up=60),
                (growth.grow(records), inner.calls(), growth.edges()))


def smoke():
    scenarios = {scenario.name: scenario for scenario in full().scenarios + with_growth().scenarios}
    # Those that start the suite anew come last: then it is once more.
    last = ("idle10000over2", "edges")
    ordered = [one for name, one in scenarios.items() if name not in last] + [scenarios[name] for name in last]
    return Plan("smoke", 8 * 60, THREE, Scale(rounds=1, seconds=1, warm_up=1, smoke=True, archives=False), tuple(ordered))


MODES = {"quick": quick, "peers": peers, "full": full, "growth": with_growth, "smoke": smoke}


def of(mode, args):
    """The mode's plan, with what the command line says otherwise."""
    plan = with_growth(args.records) if mode == "growth" else MODES[mode]()
    if args.only:
        plan = replace(plan, scenarios=tuple(chosen(args.only, plan.scenarios + smoke().scenarios)))
    if args.candidates:
        unknown = set(args.candidates.split(",")) - set(ALL)
        if unknown:
            raise Failure(f"unknown candidates: {', '.join(sorted(unknown))}; there are: {', '.join(ALL)}")
        plan = replace(plan, candidates=tuple(name for name in ALL if name in args.candidates.split(",")))
    changed = {"rounds": args.rounds, "seconds": args.seconds, "warm_up": args.warm_up}
    return replace(plan, scale=replace(plan.scale, **{name: value for name, value in changed.items() if value}))


def chosen(names, scenarios):
    known = {scenario.name: scenario for scenario in reversed(scenarios)}
    for name in names.split(","):
        if name not in known:
            raise Failure(f"unknown scenario: {name}; there are: {', '.join(sorted(known))}")
    return [known[name] for name in names.split(",")]
