"""Gives each service's image the JVM's ahead-of-time cache (JEP 483, 514, 515) as its last layer.

The cache is good only for the very JVM, jars, paths and times it was made with. So the image itself is unpacked and
entered (enter.sh): all services run so, together, in the image's own words but for what they are told to record, do a bit
of everything (dev.tollgate.local.rehearsal) and are stopped; then each image's JVM makes its cache of what it recorded.

A cache is kept by what went into it, so that an image that did not change keeps its digest.
"""
import concurrent.futures, glob, hashlib, os, platform, shlex, shutil, subprocess, sys

from archive import canonical, layer_of

HERE = os.path.dirname(os.path.abspath(__file__))
CACHE_OPTION = "-XX:AOTCache="
ROUNDS = 5


def require():
    """Fails where nothing can be trained, with what to do instead."""
    if platform.system() != "Linux":
        raise SystemExit("tollgate: the caches are trained on Linux only; --without-cache leaves them out")
    own = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    done = subprocess.run(["unshare", *own, "--mount", "true"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"tollgate: no mount namespace can be made here ({done.stderr.strip()}): run it as root, or with "
                         "--without-cache")


def add_caches(images, folder, root):
    """Appends the layer to each image; trains only those that changed."""
    keys = {name: key(image) for name, image in images.items()}
    kept = os.path.join(folder, "caches")
    os.makedirs(kept, exist_ok=True)
    paths = {name: os.path.join(kept, f"{name}-{keys[name]}.aot") for name in images}
    missing = [name for name in images if not os.path.exists(paths[name])]
    if missing:
        train({name: images[name] for name in missing}, folder, root, paths)
    for name, image in images.items():
        for old in glob.glob(os.path.join(kept, f"{name}-*.aot")):
            if old != paths[name]:
                os.remove(old)
        image.append(layer_of([(cache_path(image).lstrip("/"), paths[name], 0o644)]), "AOT cache")


def key(image):
    """What the cache depends on: the image below it, and how it is trained."""
    value = hashlib.sha256(canonical([image.diff_ids, image.settings.get("Entrypoint")]))
    with open(os.path.join(HERE, "training.py"), "rb") as file:
        value.update(file.read())
    return value.hexdigest()[:16]


def train(images, folder, root, paths):
    suite = Suite(folder, root)
    for name, image in images.items():
        suite.enter(name, image, recording(suite, name, image))
    suite.rehearse(ROUNDS)
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for name, done in [(name, pool.submit(create, suite, name, image, paths[name])) for name, image in images.items()]:
            done.result()
    suite.forget()


def recording(suite, name, image):
    return with_cache_option(image, ["-XX:AOTMode=record", f"-XX:AOTConfiguration={suite.data}/{name}.aotconf"])


def create(suite, name, image, path):
    made = f"{suite.data}/{name}.aot"
    options = ["-XX:AOTMode=create", f"-XX:AOTConfiguration={suite.data}/{name}.aotconf", CACHE_OPTION + made]
    program = suite.enter(f"{name}-create", image, with_cache_option(image, options), suite.root_of(name))
    done = subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode or not os.path.exists(made):
        raise SystemExit(f"tollgate: no cache for {name}:\n{done.stdout[-3000:]}")
    shutil.move(made, path)


def with_cache_option(image, options):
    """The image's own command line, with other options where it names its cache."""
    entrypoint = image.settings["Entrypoint"]
    at = next(i for i, word in enumerate(entrypoint) if word.startswith(CACHE_OPTION))
    return entrypoint[:at] + options + entrypoint[at + 1:]


def cache_path(image):
    return next(word.removeprefix(CACHE_OPTION) for word in image.settings["Entrypoint"] if word.startswith(CACHE_OPTION))


class Suite:
    """The suite on this machine, with services that run in their unpacked images."""

    def __init__(self, folder, root):
        self.folder = folder
        self.root = root
        self.data = os.path.join(folder, "data")
        self.programs = os.path.join(folder, "programs")
        self.forget()
        os.makedirs(self.data, exist_ok=True)
        os.makedirs(self.programs)
        shutil.copyfile(os.path.join(root, "config/catalogue.yaml"), os.path.join(self.data, "catalogue.yaml"))

    def root_of(self, name):
        return os.path.join(self.folder, "roots", name)

    def enter(self, name, image, command, unpacked=None, environment=()):
        """Writes a program that becomes `command` inside the image; returns its path."""
        if unpacked is None:
            unpacked = self.root_of(name)
            image.unpack(unpacked)
        variables = dict(pair.split("=", 1) for pair in image.settings.get("Env", []))
        variables["ENTER_PATH"] = variables.pop("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        variables.update(environment)
        lines = ["#!/bin/sh"] + [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
        words = [os.path.join(HERE, "enter.sh"), unpacked, image.settings["WorkingDir"], self.data, *command]
        program = os.path.join(self.programs, name)
        with open(program, "w") as file:
            file.write("\n".join(lines) + "\nexec " + shlex.join(words) + "\n")
        os.chmod(program, 0o755)
        return program

    def rehearse(self, rounds):
        done = subprocess.run(self.rehearsal(rounds), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(f"tollgate: the images do not work together: see {self.data}/logs")

    def rehearsal(self, rounds):
        jars = glob.glob(os.path.join(self.root, "deploy/local/target/local-*.jar"))
        libraries = os.path.join(self.root, "deploy/local/target/lib/*")
        return [
            os.path.join(os.environ["JAVA_HOME"], "bin/java"), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            f"-Dtollgate.home={self.root}", "-cp", ":".join([*jars, libraries]),
            "dev.tollgate.local.rehearsal.Rehearsal", self.data, self.programs, f"{self.data}/catalogue.yaml", str(rounds),
        ]

    def forget(self):
        """All but the unpacked stores."""
        shutil.rmtree(os.path.join(self.folder, "roots"), ignore_errors=True)
        shutil.rmtree(self.programs, ignore_errors=True)
        if os.path.isdir(self.data):
            for name in os.listdir(self.data):
                if name != "programs":
                    path = os.path.join(self.data, name)
                    shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
