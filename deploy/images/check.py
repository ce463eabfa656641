#!/usr/bin/env python3
"""./tollgate check-images [--rebuild] [--measure] [service…] : what must hold for the images that ./tollgate images has built.

Without options: names, users, layers, sizes and bills of materials; then the services run in their images as their own
user on a read-only file system, with -XX:AOTMode=on, so that a cache that the JVM refuses fails; and a cache that must
be refused is. --rebuild builds all of it again from a copy of the tree in another place and compares the layers.
--measure tells how long each takes to be ready on one core.
"""
import argparse, contextlib, json, os, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time
import urllib.error, urllib.request

import build, training
from archive import Image

# What a node pulls beyond the base; and what that takes on its disk, where the JVM maps the cache as it is.
PULLED_MAX = 160_000_000
UNPACKED_MAX = 220_000_000
READY_SECONDS = 2
MEASURED = 5
# Read-only is all but /tmp: in a cluster these are volumes.
WRITABLE = {"TOLLGATE_EDGE_JOURNAL_DIR": "/tmp/journal", "TOLLGATE_EDGE_UPLOAD_DIR": "/tmp/uploads"}
PORTS = {"edge": 8080, "console": 8081, "auth": 8082, "routing": 8083, "billing": 8084, "ratelimit": 8085, "demo": 8086}

OWN_JARS = r"(dev\.tollgate\.)?(contracts|inner-kit|local|demo|bootstrap|[a-z]+-service)-\d"

passed = 0
failures = []


def main():
    parser = argparse.ArgumentParser(
        prog="./tollgate check-images", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--base", help="the base that the images were built on, for --rebuild")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    known = build.SERVICES + [n for n, module in build.PROGRAMS.items() if os.path.exists(f"{build.ROOT}/{module}/pom.xml")]
    images = {name: Image.read(build.tar_of(name)) for name in arguments.names or known}
    services = {name: image for name, image in images.items() if name in build.SERVICES}
    for name, image in images.items():
        look_at(name, image)
    if services:
        run_all(services, arguments.measure)
    if arguments.rebuild:
        rebuild(images, build.base(arguments.base))
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


def must(holds, what):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(what)
        print(f"FAILED: {what}")


# --- what is in an image --------------------------------------------------------------------------------------------

def look_at(name, image):
    version = project_version()
    settings = image.settings
    below = base_layers(image)
    layers = [image.files(i) for i in range(below, len(image.layers))]
    must(image.name == f"ghcr.io/tollgate/tollgate-{name}:{version}", f"{name}: is called {image.name}")
    must(re.fullmatch(r"[1-9][0-9]*", settings.get("User", "")), f"{name}: runs as '{settings.get('User')}', not as a number")
    entrypoint = settings.get("Entrypoint") or [""]
    must(os.path.basename(entrypoint[0]) == "java", f"{name}: process 1 is {entrypoint[0]}, not java itself")
    if name in PORTS:
        must(f"{PORTS[name]}/tcp" in settings.get("ExposedPorts", {}), f"{name}: does not expose {PORTS[name]}")
    size = sum(entry.size for layer in layers for entry in layer)
    packed = sum(len(layer) for layer in image.layers[below:])
    print(f"{name}: {packed / 1e6:.1f} MB beyond the base in {len(layers)} layers, {size / 1e6:.1f} MB unpacked")
    must(packed < PULLED_MAX, f"{name}: {packed / 1e6:.1f} MB beyond the base")
    must(size < UNPACKED_MAX, f"{name}: {size / 1e6:.1f} MB beyond the base when unpacked")
    must(below > 0, f"{name}: has no base")
    for layer in layers:
        for entry in layer:
            must_not_be_writable(name, entry)
    with_code = [layer for layer in layers if any(is_code(entry.name) for entry in layer)]
    must(with_code, f"{name}: has no code")
    for layer in with_code:
        strangers = [entry.name for entry in layer if is_dependency(entry.name)]
        must(not strangers, f"{name}: dependencies in the layer of the code: {strangers[:3]}")
    if name in build.SERVICES:
        files = [entry.name for entry in layers[-1] if entry.isfile()]
        must(files == [training.cache_path(image).lstrip("/")], f"{name}: the last layer is {files[:3]}, not the cache")
    bill_of_materials(name, layers)


def must_not_be_writable(name, entry):
    if entry.mode & 0o6022 and not entry.issym():
        must(False, f"{name}: {entry.name} has mode {entry.mode:o}")


def is_code(path):
    return re.search(r"/(app|classpath)/[^/]+\.jar$", path)


def is_dependency(path):
    return path.endswith(".jar") and re.search(r"/(lib|libs)/", path) and not re.match(OWN_JARS, os.path.basename(path))


def bill_of_materials(name, layers):
    """Each jar of the image is in the bill of materials that lies beside it, and nothing else is."""
    with open(build.bill_of(name)) as file:
        components = json.load(file)["components"]
    known = {f"{component['name']}-{component['version']}" for component in components}
    jars = [os.path.basename(entry.name) for layer in layers for entry in layer if is_dependency(entry.name)]
    # Quarkus calls them group.artifact-version.jar, and a classifier may follow.
    missing = [jar for jar in jars if not any(one in jar for one in known)]
    absent = [one for one in known if not any(one in jar for jar in jars) and not re.match(OWN_JARS, one)]
    must(jars or name == "bootstrap", f"{name}: no dependencies found")
    must(not missing, f"{name}: not in its bill of materials: {missing[:5]}")
    must(not absent, f"{name}: in its bill of materials, but not in the image: {absent[:5]}")


def base_layers(image):
    """Jib signs what it adds."""
    layers = [entry for entry in image.config["history"] if not entry.get("empty_layer")]
    return next((i for i, entry in enumerate(layers) if entry.get("author") == "Jib"), len(layers))


def project_version():
    with open(os.path.join(build.ROOT, "pom.xml")) as file:
        return re.search(r"<version>(.*)</version>", file.read()).group(1)


# --- running --------------------------------------------------------------------------------------------------------

def run_all(services, measure):
    suite = training.Suite(os.path.join(build.OUT, "check"), build.ROOT)
    os.chmod(suite.data, 0o755)
    user = {"ENTER_USER": "1000"} if os.getuid() == 0 else {}
    for name, image in services.items():
        strict = training.with_cache_option(image, ["-XX:AOTMode=on", training.CACHE_OPTION + training.cache_path(image)])
        suite.enter(name, image, strict, environment={**WRITABLE, **user})
    done = subprocess.run(suite.rehearsal(1), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    must(done.returncode == 0, f"the services do not work in their images: see {suite.data}/logs")
    if done.returncode:
        return
    for name, image in services.items():
        refused(suite, name, image)
    if measure:
        measure_starts(suite, services)
    suite.forget()


def refused(suite, name, image):
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
    options = [f"-XX:AOTMode={mode}", training.CACHE_OPTION + training.cache_path(image)]
    command = training.with_cache_option(image, options)
    command = command[:command.index("-jar")] + ["-cp", "quarkus-run.jar", "--version"]
    program = suite.enter(f"{name}-version", image, command, suite.root_of(name))
    return subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def measure_starts(suite, services):
    """Each service a second time beside its running suite, on one core: from its start until it says that it is ready.
    The bound is on the time that it has the core, which is what it takes when nobody else wants it."""
    rehearsal = subprocess.Popen(suite.rehearsal(0), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        rehearsal.stdout.readline()
        with open(os.path.join(suite.data, "processes")) as file:
            pids = {line.split()[0]: int(line.split()[1]) for line in file}
        for name, image in services.items():
            with open(f"/proc/{pids[name]}/environ") as file:
                environment = dict(pair.split("=", 1) for pair in file.read().split("\0") if "=" in pair)
            cached = [start(suite, name, image, environment, "on") for _ in range(MEASURED)]
            uncached = start(suite, name, image, environment, "off")
            cpu = statistics.median(one["cpu"] for one in cached)
            print(f"{name}: ready on one core after {cpu:.2f} s of it, {min(one['wall'] for one in cached):.2f} s by the clock, "
                  f"{cached[0]['anonymous']} MB of its own and {cached[0]['mapped']} MB of files in memory; without the cache "
                  f"{uncached['cpu']:.2f} s, {uncached['anonymous']} MB and {uncached['mapped']} MB")
            must(cpu < READY_SECONDS, f"{name}: ready after {cpu:.2f} s")
    finally:
        rehearsal.stdin.close()
        rehearsal.wait()


def start(suite, name, image, environment, mode, options=()):
    words = [f"-XX:AOTMode={mode}", training.CACHE_OPTION + training.cache_path(image), *options]
    command = training.with_cache_option(image, words)
    program = suite.enter(f"{name}-again", image, command, suite.root_of(name), environment=WRITABLE)
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(
        [program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {0}),
        env={**environment, "PATH": os.environ["PATH"], "TOLLGATE_HTTP_PORT": str(port)})
    try:
        while not ready(port):
            if process.poll() is not None or time.monotonic() - began > 60:
                raise SystemExit(f"{name} does not start")
            time.sleep(0.01)
        wall = time.monotonic() - began
        with open(f"/proc/{process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        with open(f"/proc/{process.pid}/status") as status:
            memory = {line.split(":")[0]: int(line.split()[1]) >> 10 for line in status if line.startswith("Rss")}
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return {"wall": wall, "cpu": cpu, "anonymous": memory["RssAnon"], "mapped": memory["RssFile"]}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/q/health/ready", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


# --- building again -------------------------------------------------------------------------------------------------

def rebuild(images, base):
    """The same tree in another folder gives the same bytes, but for the caches and what Quarkus generates: it numbers that
    in the order that its threads come to it."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=build.ROOT,
                            capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory(dir=build.OUT) as copy:
        for path in listed.split("\0"):
            if path and os.path.isfile(os.path.join(build.ROOT, path)):
                os.makedirs(os.path.dirname(os.path.join(copy, path)), exist_ok=True)
                shutil.copyfile(os.path.join(build.ROOT, path), os.path.join(copy, path))
        again = build.packaged(copy, list(images), base, True)
    for name, image in images.items():
        other = again[name]
        same = [i for i, (one, two) in enumerate(zip(image.diff_ids, other.diff_ids)) if one == two]
        for i in range(len(other.layers)):
            generated = all("/quarkus/" in f"{entry.name}/" or entry.isdir() for entry in other.files(i))
            must(i in same or generated, f"{name}: built again, layer {i} is another one")
        must(image.settings == other.settings, f"{name}: built again, its settings are others")


if __name__ == "__main__":
    main()
