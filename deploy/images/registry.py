"""Images go to a registry and come back the same: part of ./tollgate check-images --registry.

The registry is crane's own, on this machine's loopback, in memory. What it gets is pulled and compared, and two images are
built on a base that is there, once by Quarkus and once by Jib's own plugin.
"""
import contextlib, os, platform, re, subprocess, tempfile, time

import build, comparing, pushing
from archive import ARCHITECTURES, Image

CRANE = "github.com/google/go-containerregistry/cmd/crane@v0.22.1"
BASE = "tollgate-java:25"
BUILT_ON_IT = ["ratelimit", "bootstrap"]


def check(images, base, must):
    with tempfile.TemporaryDirectory(dir=build.OUT) as folder:
        environment = {**os.environ, "GOBIN": folder, "PATH": folder + os.pathsep + os.environ["PATH"]}
        subprocess.run(["go", "install", CRANE], env=environment, check=True)
        with served(folder) as registry:
            for name, image in images.items():
                comes_back(registry, name, image, folder, environment, must)
            if base and base.startswith("tar://"):
                base_of_a_registry(registry, base.removeprefix("tar://"), images, environment, must)


@contextlib.contextmanager
def served(folder):
    """Crane's registry; gives its host and port."""
    with open(f"{folder}/registry.log", "w") as log:
        process = subprocess.Popen([f"{folder}/crane", "registry", "serve", "--address", "127.0.0.1:0"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
    try:
        told = None
        while not told:
            if process.poll() is not None:
                raise SystemExit("crane registry serve does not run")
            time.sleep(0.05)
            with open(f"{folder}/registry.log") as log:
                told = re.search(r"serving on port (\d+)\n", log.read())
        yield f"127.0.0.1:{told.group(1)}"
    finally:
        process.terminate()
        process.wait()


def comes_back(registry, name, image, folder, environment, must):
    remote = f"{registry}/{image.name.rsplit('/', 1)[1]}"
    tar = build.tar_of(name)
    digest = pushing.push(tar, remote, environment)
    must(digest == crane(folder, "digest", "--tarball", tar), f"{name}: pushed as {digest}")
    must(digest == crane(folder, "digest", remote), f"{name}: the registry has another digest")
    must(digest == pushing.push(tar, remote, environment), f"{name}: pushed again it has another digest")
    pulled = f"{folder}/pulled.tar"
    crane(folder, "pull", f"{registry}/{remote.split('/', 1)[1].split(':')[0]}@{digest}", pulled)
    back = Image.read(pulled)
    must(back.id == image.id and back.diff_ids == image.diff_ids, f"{name}: it comes back as {back.id}, not {image.id}")
    architecture = ARCHITECTURES[platform.machine()]
    must(image.config["architecture"] == architecture, f"{name}: it is for {image.config['architecture']}")


def base_of_a_registry(registry, base, images, environment, must):
    """The same base from there as from its tar gives the same image."""
    pushing.push(base, f"{registry}/{BASE}", environment)
    # A registry on loopback speaks no TLS.
    plain = "-Dquarkus.container-image.insecure=true -Djib.allowInsecureRegistries=true"
    names = [name for name in BUILT_ON_IT if name in images]
    options = {"MAVEN_OPTS": f"{os.environ.get('MAVEN_OPTS', '')} {plain}"}
    built = build.packaged(build.ROOT, names, f"{registry}/{BASE}", bills=False, environment=options)
    for name in names:
        comparing.layers(name, images[name], built[name], must, "on the registry's base")


def crane(folder, *words):
    done = subprocess.run([f"{folder}/crane", *words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"crane {words[0]}: {done.stderr.strip()}")
    return done.stdout.strip()
