"""The command line."""
import argparse
import os
import signal
import sys

from . import peers, plans, run, scale, smoke
from .processes import Failure
from .report import page, tables
from .workshop import HERE, Workshop, say

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


def parser():
    told = argparse.ArgumentParser(prog="./tollgate bench", description=(
        "Measures Tollgate beside its peers on one fake upstream; everything on this machine, bounded in count and time."))
    mode = told.add_mutually_exclusive_group()
    mode.add_argument("--quick", action="store_const", dest="mode", const="quick",
                      help="3 minutes: direct, nginx, Tollgate (this is the default)")
    mode.add_argument("--peers", action="store_const", dest="mode", const="peers", help="under 40 minutes: all candidates")
    mode.add_argument("--full", action="store_const", dest="mode", const="full", help="under 90 minutes: all scenarios")
    mode.add_argument("--growth", action="store_const", dest="mode", const="growth",
                      help="with many keys, models, accounts, edges and 20 million usage records")
    mode.add_argument("--smoke", action="store_const", dest="mode", const="smoke",
                      help="only whether every scenario works; exits with 1 when one does not")
    mode.add_argument("--page", nargs="+", metavar="JSON", help="writes docs/performance.md from these runs' figures")
    mode.add_argument("--scale", action="store_true", help="simulates 1 to 500 edges, and writes docs/scale.md's tables and plots")
    mode.add_argument("--scale-again", action="store_true", help="tells the last simulation anew, with other constants")
    mode.add_argument("--scale-constants", nargs="+", metavar="JSON",
                      help="takes the model's constants from these runs (scenarios inner, plain64)")
    mode.add_argument("--scale-check", metavar="JSON", help="compares the model with this run's scenario edges, in docs/scale.md")
    mode.add_argument("--install-peers", action="store_true", help="installs Portkey and LiteLLM, as pinned")
    told.add_argument("--suite", default=ROOT, metavar="DIR", help="where the built suite is (this tree)")
    told.add_argument("--only", metavar="NAMES", help="these scenarios alone, by commas")
    told.add_argument("--candidates", metavar="NAMES", help="these candidates alone, by commas")
    told.add_argument("--rounds", type=int)
    told.add_argument("--seconds", type=int, help="of one round of a scenario")
    told.add_argument("--warm-up", type=int, metavar="SECONDS", help="load before anything is measured")
    told.add_argument("--records", type=int, default=20_000_000, help="usage records that --growth loads; 0 leaves them out")
    told.add_argument("--port-base", type=int, default=18080, help="the first of 46 ports")
    told.add_argument("--work", default=os.path.join(ROOT, "deploy/bench/.work"), metavar="DIR",
                      help="where tools, data and logs go")
    told.add_argument("--peers-in", metavar="DIR", help="where Portkey and LiteLLM are installed (peers, in --work)")
    told.add_argument("--json", metavar="FILE", help="where the figures go (MODE.json, in --work)")
    return told


def main():
    args = parser().parse_args()
    for wave in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(wave, lambda number, _: sys.exit(128 + number))
    peers_in = os.path.abspath(args.peers_in or os.path.join(args.work, "peers"))
    try:
        if args.install_peers:
            peers.install(peers_in)
        elif args.page:
            say("written: " + ", ".join(page.publish(args.page, os.path.join(ROOT, "docs"))))
        elif args.scale or args.scale_again:
            out, tables = scale.simulate(os.path.abspath(args.work), again=args.scale_again)
            with open(tables) as text:
                say("written: " + ", ".join(scale.publish(os.path.join(ROOT, "docs"), text.read(), out)))
        elif args.scale_constants:
            say("written: " + scale.learn(args.scale_constants))
        elif args.scale_check:
            table = scale.check(args.scale_check)
            print(table)
            say("written: " + ", ".join(scale.publish(os.path.join(ROOT, "docs"), table)))
        else:
            return measure(args, peers_in)
    except Failure as failure:
        print(f"tollgate: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def measure(args, peers_in):
    mode = args.mode or "quick"
    plan = plans.of(mode, args)
    work = os.path.abspath(args.work)
    say(f"{mode}: about {plan.seconds() // 60 + 1} minutes")
    path = os.path.abspath(args.json or os.path.join(work, mode + ".json"))
    figures = run.carry_out(plan, Workshop(os.path.abspath(args.suite), work, peers_in, args.port_base), path)
    print(tables.text(figures))
    say(f"figures: {path}, {figures['minutes']} minutes")
    if mode != "smoke":
        return 1 if any("problems" in told for told in figures["scenarios"].values()) else 0
    page.publish([path], os.path.join(work, "page"), smoke=True)
    wrongs = smoke.wrongs(figures, plan)
    for wrong in wrongs:
        print("wrong: " + wrong, file=sys.stderr)
    print(f"smoke: {len(figures['scenarios'])} scenarios, {len(wrongs)} wrong; {smoke.tried_again(figures)} answers were tried again")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
