#!/usr/bin/env python3
"""Drives direct, nginx (if installed) and the suite in turn against one fake upstream, and prints medians and ratios.

Everything talks over 127.0.0.1 and is bounded in count and time. CPU is user+sys of the processes themselves, from
/proc, divided by the requests answered: with cores shared by client, upstream and gateway it is the fairest figure.
"""
import argparse, json, os, shutil, signal, statistics, subprocess, sys, tempfile, time, urllib.error, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TICK = os.sysconf("SC_CLK_TCK")
STREAM_EVENTS = 104


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except FileNotFoundError:
            raise SystemExit(f"process {pid} has ended during the run")
    return total / TICK


def resident_kb(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status") as status:
            total += next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return total


def descendants(pid):
    found, queue = [], [pid]
    while queue:
        parent = queue.pop()
        found.append(parent)
        for task in os.listdir(f"/proc/{parent}/task"):
            with open(f"/proc/{parent}/task/{task}/children") as children:
                queue.extend(int(child) for child in children.read().split())
    return found


def wait_for(url, seconds, headers=None):
    end = time.monotonic() + seconds
    while True:
        try:
            request = urllib.request.Request(url, headers=headers or {})
            return urllib.request.urlopen(request, timeout=2).read()
        except urllib.error.HTTPError:
            return b""
        except OSError:
            if time.monotonic() > end:
                raise SystemExit(f"{url} does not answer")
            time.sleep(0.1)


def go_build(name, work):
    out = os.path.join(work, name)
    subprocess.run(["go", "build", "-o", out, "."], cwd=os.path.join(HERE, name), check=True)
    return out


class Bench:
    def __init__(self, args, work):
        self.args, self.work, self.started, self.suite_is_up = args, work, [], False
        self.load = go_build("load", work)
        self.upstream = go_build("upstream", work)
        self.candidates = {}

    def start(self, command, **kwargs):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **kwargs)
        self.started.append(process)
        return process

    def up(self):
        port = self.args.port_base
        upstream = self.start([self.upstream, "-addr", f"127.0.0.1:{port + 40}"])
        wait_for(f"http://127.0.0.1:{port + 40}/v1/models", 10)
        self.candidates["direct"] = dict(url=f"http://127.0.0.1:{port + 40}", key="sk-bench", own=[], suite=[])
        if shutil.which("nginx"):
            self.nginx(port)
        else:
            print("nginx is not installed: its rows are left out", file=sys.stderr)
        self.suite(port)
        self.upstream_pids = [upstream.pid]

    def nginx(self, port):
        folder = os.path.join(self.work, "nginx")
        os.makedirs(folder)
        with open(os.path.join(HERE, "nginx.conf")) as template:
            text = template.read().replace("WORKDIR", folder)
        text = text.replace("UPSTREAM", str(port + 40)).replace("NGINX", str(port + 41))
        conf = os.path.join(folder, "nginx.conf")
        with open(conf, "w") as out:
            out.write(text)
        process = self.start(["nginx", "-c", conf, "-p", folder])
        wait_for(f"http://127.0.0.1:{port + 41}/v1/models", 10)
        pids = descendants(process.pid)
        self.candidates["nginx"] = dict(url=f"http://127.0.0.1:{port + 41}", key="sk-bench", own=pids, suite=pids)

    def suite(self, port):
        catalogue = os.path.join(self.work, "catalogue.yaml")
        with open(os.path.join(HERE, "catalogue.yaml")) as template:
            text = template.read().replace("UPSTREAM", str(port + 40))
        with open(catalogue, "w") as out:
            out.write(text)
        up = subprocess.run([os.path.join(ROOT, "tollgate"), "up", "--detach", "--catalogue", catalogue,
                             "--port-base", str(port)], stdout=subprocess.PIPE, text=True)
        if up.returncode != 0:
            raise SystemExit("the suite did not start:\n" + up.stdout)
        self.suite_is_up = True
        said = dict(line.strip().split(": ", 1) for line in up.stdout.splitlines() if ": " in line)
        pids = self.service_pids()
        url, suite = f"http://127.0.0.1:{port}", [child for pid in pids.values() for child in descendants(pid)]
        self.candidates["tollgate"] = dict(url=url, key=said["API key"], own=[pids["edge"]], suite=suite)
        self.candidates["limited"] = dict(url=url, key=self.limited_key(said), own=[pids["edge"]], suite=suite)

    @staticmethod
    def limited_key(said):
        """A key of the demo account with every limit set, large enough never to be met: permits are leased."""
        headers = {"Authorization": "Bearer " + said["Admin token"], "Content-Type": "application/json"}

        def call(method, path, body=None):
            request = urllib.request.Request(said["Console"] + "/api/v1" + path, method=method, headers=headers,
                                             data=None if body is None else json.dumps(body).encode())
            return json.loads(urllib.request.urlopen(request, timeout=10).read())

        account = call("GET", "/accounts?limit=1")["data"][0]["id"]
        limits = {"rpm": 60_000_000, "tpm": 60_000_000_000, "rpd": 60_000_000_000, "concurrency": 100_000}
        return call("POST", "/keys", {"account_id": account, "name": "bench, limited", "limits": limits})["secret"]

    @staticmethod
    def service_pids():
        with open(os.path.join(ROOT, ".tollgate", "processes")) as processes:
            rows = [line.split() for line in processes]
        return {row[0]: int(row[1]) for row in rows if row[0] != "demo"}

    def run(self, name, mode, connections, seconds, *extra):
        candidate = self.candidates[name]
        before_own, before_suite = cpu_seconds(candidate["own"]), cpu_seconds(candidate["suite"])
        out = subprocess.run([self.load, "-url", candidate["url"] + "/v1/chat/completions", "-key", candidate["key"],
                              "-mode", mode, "-c", str(connections), "-d", f"{seconds}s", *extra],
                             stdout=subprocess.PIPE, text=True, check=True, timeout=seconds + 60).stdout
        result = json.loads(out)
        result["own_cpu"] = cpu_seconds(candidate["own"]) - before_own
        result["suite_cpu"] = cpu_seconds(candidate["suite"]) - before_suite
        return result

    def down(self):
        if self.suite_is_up:
            subprocess.run([os.path.join(ROOT, "tollgate"), "down"], stdout=subprocess.DEVNULL)
        for process in reversed(self.started):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)


def median(values):
    return statistics.median(values)


def plain(bench, connections, rounds, seconds):
    rows = {name: [] for name in bench.candidates}
    for _ in range(rounds):
        for name in rows:
            rows[name].append(bench.run(name, "closed", connections, seconds))
    base = median([r["lat_us"]["p50"] for r in rows["direct"]]), median([r["lat_us"]["p99"] for r in rows["direct"]])
    print(f"\nplain answers, {connections} connections (medians of {rounds})")
    print("| candidate | req/s | added p50 us | added p99 us | own CPU us/req | all CPU us/req | errors |")
    print("|---|---|---|---|---|---|---|")
    table = {}
    for name, runs in rows.items():
        own = median([r["own_cpu"] / max(r["ok"], 1) * 1e6 for r in runs])
        suite = median([r["suite_cpu"] / max(r["ok"], 1) * 1e6 for r in runs])
        errors = sum(r["errors"] + r["non200"] for r in runs)
        table[name] = dict(rps=median([r["rps"] for r in runs]), own=own, suite=suite, errors=errors,
                           added_p50=median([r["lat_us"]["p50"] for r in runs]) - base[0],
                           added_p99=median([r["lat_us"]["p99"] for r in runs]) - base[1])
        row = table[name]
        print(f"| {name} | {row['rps']:.0f} | {row['added_p50']:.0f} | {row['added_p99']:.0f} | {own:.1f} | "
              f"{suite:.1f} | {errors} |")
    return table


def steady(bench, rate, rounds, seconds):
    """An open loop: so many requests a second, whether answered or not; latency counts from when each was due."""
    rows = {name: [] for name in bench.candidates}
    for _ in range(rounds):
        for name in rows:
            rows[name].append(bench.run(name, "open", 64, seconds, "-rate", str(rate)))
    print(f"\nplain answers at a steady {rate} requests/s (medians of {rounds})")
    print("| candidate | p50 us | p90 us | p99 us | own CPU us/req | errors |\n|---|---|---|---|---|---|")
    table = {}
    for name, runs in rows.items():
        row = {at: median([r["lat_us"][at] for r in runs]) for at in ("p50", "p90", "p99")}
        row["own"] = median([r["own_cpu"] / max(r["ok"], 1) * 1e6 for r in runs])
        row["errors"] = sum(r["errors"] + r["non200"] for r in runs)
        table[name] = row
        print(f"| {name} | {row['p50']:.0f} | {row['p90']:.0f} | {row['p99']:.0f} | {row['own']:.1f} | "
              f"{row['errors']} |")
    return table


def streams(bench, rounds, seconds):
    rows = {name: [] for name in bench.candidates if name != "limited"}
    for _ in range(rounds):
        for name in rows:
            rows[name].append(bench.run(name, "stream", 16, seconds, "-events", str(STREAM_EVENTS)))
    print(f"\nstreams of 100 chunks, flat out, 16 connections (medians of {rounds})")
    print("| candidate | streams/s | events/s | own CPU us/event | errors / short |\n|---|---|---|---|---|")
    table = {}
    for name, runs in rows.items():
        own = median([r["own_cpu"] / max(r["events"], 1) * 1e6 for r in runs])
        bad = sum(r["errors"] + r["non200"] for r in runs), sum(r["bad_event_count"] for r in runs)
        table[name] = dict(own=own, events=median([r["events_per_s"] for r in runs]), errors=bad[0], short=bad[1])
        print(f"| {name} | {median([r['rps'] for r in runs]):.0f} | {table[name]['events']:.0f} | {own:.2f} | "
              f"{bad[0]} / {bad[1]} |")
    return table


def held(bench, count, seconds):
    print(f"\n{count} streams held, one chunk each 500 ms")
    print("| candidate | KB per stream | errors |\n|---|---|---|")
    table = {}
    for name, candidate in bench.candidates.items():
        if not candidate["own"] or name == "limited":
            continue
        bench.run(name, "stream", 16, 2)
        before = resident_kb(candidate["own"])
        peak = before
        process = subprocess.Popen([bench.load, "-url", candidate["url"] + "/v1/chat/completions", "-key",
                                    candidate["key"], "-mode", "hold", "-c", str(count), "-d", "1s", "-ramp", "3s",
                                    "-tag", f"[[f0,c500,n{seconds * 2}]]"], stdout=subprocess.PIPE, text=True)
        while process.poll() is None:
            peak = max(peak, resident_kb(candidate["own"]))
            time.sleep(0.5)
        result = json.loads(process.stdout.read())
        table[name] = dict(kb=(peak - before) / count, errors=result["errors"] + result["non200"])
        print(f"| {name} | {table[name]['kb']:.1f} | {table[name]['errors']} |")
    return table


def by_service(bench, rate, seconds):
    """What each process takes at that rate, in thousandths of a core: the sizing table of docs/day-two.md."""
    pids = bench.service_pids()
    processes = {name: descendants(pid) for name, pid in pids.items()}
    table = {}
    for candidate in ("tollgate", "limited"):
        before = {name: cpu_seconds(own) for name, own in processes.items()}
        done = bench.run(candidate, "open", 64, seconds, "-rate", str(rate))
        table[candidate] = {name: (cpu_seconds(own) - before[name]) / max(done["ok"], 1) * 1e6
                            for name, own in processes.items()}
    print(f"\nCPU of each process at {rate} requests/s, in thousandths of a core per 1,000 requests/s")
    print("| process | keys without limits | keys with limits | MB resident |\n|---|---|---|---|")
    for name, own in processes.items():
        print(f"| {name} | {table['tollgate'][name]:.0f} | {table['limited'][name]:.0f} | "
              f"{resident_kb(own) // 1024} |")
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--warm-up", type=int, default=30, help="seconds of load before anything is measured")
    parser.add_argument("--held", type=int, default=1000, help="streams held open at once")
    parser.add_argument("--rate", type=int, default=1000, help="requests a second of the open loop")
    parser.add_argument("--port-base", type=int, default=18080)
    parser.add_argument("--json", help="also write the figures to this file")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tollgate-bench-") as work:
        bench = Bench(args, work)
        try:
            bench.up()
            # First, on a heap that no load has grown yet: afterwards streams would fit into what is free.
            figures = {"held": held(bench, args.held, 10)}
            for name in bench.candidates:
                bench.run(name, "closed", 16, args.warm_up)
                bench.run(name, "stream", 16, max(args.warm_up // 3, 1))
            figures |= {"plain16": plain(bench, 16, args.rounds, args.seconds),
                        "plain64": plain(bench, 64, args.rounds, args.seconds),
                        "steady": steady(bench, args.rate, args.rounds, args.seconds),
                        "by_service": by_service(bench, args.rate, max(args.seconds, 15)),
                        "streams": streams(bench, args.rounds, args.seconds)}
        finally:
            bench.down()
    ratios(figures)
    if args.json:
        with open(args.json, "w") as out:
            json.dump(figures, out, indent=2)


def ratios(figures):
    if "nginx" not in figures["plain16"]:
        return
    print("\nratios to nginx in this run")
    for name in ("plain16", "plain64"):
        for candidate in ("tollgate", "limited"):
            ours, nginx = figures[name][candidate], figures[name]["nginx"]
            print(f"{name}, {candidate}: edge {ours['own'] / nginx['own']:.2f} x, "
                  f"whole suite {ours['suite'] / nginx['suite']:.2f} x")
    ours, nginx = figures["streams"]["tollgate"], figures["streams"]["nginx"]
    print(f"stream event: edge {ours['own'] / nginx['own']:.2f} x")


if __name__ == "__main__":
    main()
