"""What must hold when the services run in their images: part of ./tollgate check-images."""
import contextlib, os, signal, socket, statistics, subprocess, time
import urllib.error, urllib.request

import build, training

READY_SECONDS = 2
MEASURED = 5
# Read-only is all but /tmp: in a cluster these are volumes.
WRITABLE = {
    "TOLLGATE_EDGE_JOURNAL_DIR": "/tmp/journal",
    "TOLLGATE_EDGE_UPLOAD_DIR": "/tmp/uploads",
    "TOLLGATE_BATCH_FILES_DIR": "/tmp/files",
    "TOLLGATE_BATCH_UPLOAD_DIR": "/tmp/uploads",
}
# How Java ends by SIGTERM when its shutdown hooks have run: 128 and the signal.
ENDED_BY_TERM = 128 + signal.SIGTERM


def check(services, must, measure):
    suite = training.Suite(os.path.join(build.OUT, "check"), build.ROOT)
    os.chmod(suite.data, 0o755)
    user = {"ENTER_USER": "1000"} if os.getuid() == 0 else {}
    for name, image in services.items():
        strict = training.with_cache_option(image, strictly(image))
        suite.enter(name, image, strict, environment={**WRITABLE, **user})
    done = subprocess.run(suite.rehearsal(1), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    must(done.returncode == 0, f"the services do not work in their images: see {suite.data}/logs")
    if done.returncode:
        return
    for name, image in services.items():
        refused(suite, must, name, image)
    with again(suite) as environments:
        for name, image in services.items():
            ends_by_sigterm(suite, must, name, image, {**environments[name], **user})
            if measure:
                measure_start(suite, must, name, image, environments[name])
    suite.forget()


def strictly(image, mode="on"):
    return [f"-XX:AOTMode={mode}", training.CACHE_OPTION + training.cache_path(image)]


# --- the cache ------------------------------------------------------------------------------------------------------

def refused(suite, must, name, image):
    """A jar with another time than in training: a strict start ends, an ordinary one warns and goes on without."""
    root = suite.root_of(name)
    jar = os.path.join(root, image.settings["WorkingDir"].lstrip("/"), "quarkus-run.jar")
    times = os.stat(jar)
    must(version(suite, name, image, "on").returncode == 0, f"{name}: its own cache is refused")
    os.utime(jar, (times.st_mtime + 100, times.st_mtime + 100))
    try:
        strict, ordinary = (version(suite, name, image, mode) for mode in ("on", "auto"))
        must(strict.returncode != 0, f"{name}: a stale cache does not fail a strict start")
        must(ordinary.returncode == 0, f"{name}: a stale cache keeps it from starting")
        must("[aot]" in ordinary.stdout, f"{name}: nothing is said of a stale cache: {ordinary.stdout}")
    finally:
        os.utime(jar, (times.st_atime, times.st_mtime))


def version(suite, name, image, mode):
    """The JVM looks at its cache and ends."""
    command = training.with_cache_option(image, strictly(image, mode))
    command = command[:command.index("-jar")] + ["-cp", "quarkus-run.jar", "--version"]
    program = suite.enter(f"{name}-version", image, command, suite.root_of(name))
    return subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


# --- a second process of each service, beside its running suite -----------------------------------------------------

@contextlib.contextmanager
def again(suite):
    """The suite runs; gives the environment of each service."""
    rehearsal = subprocess.Popen(suite.rehearsal(0), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        rehearsal.stdout.readline()
        environments = {}
        with open(os.path.join(suite.data, "processes")) as file:
            for line in file:
                name, pid = line.split()[:2]
                if name in build.SERVICES:
                    with open(f"/proc/{pid}/environ") as variables:
                        environments[name] = dict(pair.split("=", 1) for pair in variables.read().split("\0") if "=" in pair)
        yield environments
    finally:
        rehearsal.stdin.close()
        rehearsal.wait()


def ends_by_sigterm(suite, must, name, image, environment):
    """The image's own words are process 1, without a shell in between, and end orderly when they are told to."""
    said = os.path.join(suite.folder, f"{name}-said.log")
    settings = {"TOLLGATE_SHUTDOWN_DELAY": "0s", "ENTER_PID": "1"}
    with open(said, "w") as out, started(suite, name, image, image.settings["Entrypoint"], {**environment, **settings}, out) as one:
        first = child_of(one.process.pid)
        with open(f"/proc/{first}/status") as file:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
        program = os.path.basename(os.readlink(f"/proc/{first}/exe"))
        must(status["NSpid"].split()[-1] == "1" and program == "java", f"{name}: process 1 is {program}, {status['NSpid']}")
        must(child_of(first) is None, f"{name}: process 1 has a child, {child_of(first)}")
        os.kill(first, signal.SIGTERM)
        try:
            code = one.process.wait(30)
        except subprocess.TimeoutExpired:
            code = "none, after 30 s"
    with open(said) as file:
        lines = file.read()
    must(code == ENDED_BY_TERM, f"{name}: SIGTERM ends it with {code}")
    must("stopped in" in lines, f"{name}: it says nothing of its end: see {said}")
    if name == "edge":
        must("drained: 0 requests are left" in lines, f"{name}: it does not drain: see {said}")


def child_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        children = file.read().split()
    return int(children[0]) if children else None


def measure_start(suite, must, name, image, environment):
    """On one core, from its start until it says that it is ready. The bound is on the time that it has the core, which is
    what it takes when nobody else wants it."""
    cached = [start(suite, name, image, environment, "on") for _ in range(MEASURED)]
    uncached = start(suite, name, image, environment, "off")
    cpu = statistics.median(one["cpu"] for one in cached)
    print(f"{name}: ready on one core after {cpu:.2f} s of it, {min(one['wall'] for one in cached):.2f} s by the clock, "
          f"{cached[0]['anonymous']} MB of its own and {cached[0]['mapped']} MB of files in memory; without the cache "
          f"{uncached['cpu']:.2f} s, {uncached['anonymous']} MB and {uncached['mapped']} MB")
    must(cpu < READY_SECONDS, f"{name}: ready after {cpu:.2f} s")


def start(suite, name, image, environment, mode, options=()):
    command = training.with_cache_option(image, strictly(image, mode) + list(options))
    with started(suite, name, image, command, environment, subprocess.DEVNULL) as one:
        with open(f"/proc/{one.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        with open(f"/proc/{one.process.pid}/status") as status:
            memory = {line.split(":")[0]: int(line.split()[1]) >> 10 for line in status if line.startswith("Rss")}
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return {"wall": one.wall, "cpu": cpu, "anonymous": memory["RssAnon"], "mapped": memory["RssFile"]}


class started:
    """A process of the image on one core, from when it is ready; ended at the end if it still runs."""

    def __init__(self, suite, name, image, command, environment, out):
        program = suite.enter(f"{name}-again", image, command, suite.root_of(name), environment=WRITABLE)
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
            port = probe.getsockname()[1]
        variables = {**environment, "PATH": os.environ["PATH"], "TOLLGATE_HTTP_PORT": str(port)}
        began = time.monotonic()
        self.process = subprocess.Popen([program], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                        preexec_fn=lambda: os.sched_setaffinity(0, {0}), env=variables)
        while not ready(port):
            if self.process.poll() is not None or time.monotonic() - began > 60:
                self.process.kill()
                raise SystemExit(f"{name} does not start")
            time.sleep(0.01)
        self.wall = time.monotonic() - began

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.poll() is None:
            (self.process.kill if child_of(self.process.pid) else self.process.terminate)()
        self.process.wait()


def ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/q/health/ready", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
