"""Realtime sessions over WebSocket."""
from .scenario import FORWARDERS, Scenario, interleaved

# Of the fake upstream's.
DELTAS = 20


def sockets(count, gap_ms=1000):
    """Each asks for a response of 20 text events once a second."""

    def run(workshop, scale):
        seconds, ramp = scale.of(15, 2), scale.of(5, 0)
        return interleaved(workshop, scenario, scale, "realtime", scale.of(count, 10), "-model", "gpt-realtime",
                           "-events", str(DELTAS), "-gap", f"{scale.of(gap_ms, 200)}ms", "-ramp", f"{ramp}s",
                           seconds=seconds, rounds=max(scale.rounds - 1, 1), warm=seconds if not scale.smoke else 0)

    scenario = Scenario(f"realtime{count}", f"{count} realtime sessions, a response each second", run,
                        lambda scale, who: max(scale.rounds - 1, 1) * who * 17 + 17, FORWARDERS)
    return scenario
