#!/usr/bin/env python3
"""./tollgate check-images [--rebuild] [--registry] [--measure] [service…] : what must hold for the images that ./tollgate
images has built.

Without options: names, users, layers, sizes and bills of materials; then the services run in their images as their own
user on a read-only file system, with -XX:AOTMode=on, so that a cache that the JVM refuses fails; a cache that must be
refused is; and each, as process 1, ends orderly by SIGTERM. --rebuild builds all of it again from a copy of the tree in
another place and compares the layers. --registry pushes them to a registry on this machine and pulls them (needs Go).
--measure tells how long each takes to be ready on one core.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile

import build, comparing, registry, running, training
from archive import Image

# What a node pulls beyond the base; and what that takes on its disk, where the JVM maps the cache as it is.
PULLED_MAX = 160_000_000
UNPACKED_MAX = 250_000_000
PORTS = {"edge": 8080, "console": 8081, "auth": 8082, "routing": 8083, "billing": 8084, "ratelimit": 8085, "batch": 8170, "demo": 8086}

OWN_JARS = r"(dev\.tollgate\.)?(contracts|inner-kit|local|demo|bootstrap|[a-z]+-service)-\d"

passed = 0
failures = []


def main():
    parser = argparse.ArgumentParser(
        prog="./tollgate check-images", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--registry", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--base", help="the base that the images were built on, for --rebuild and --registry")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    known = build.SERVICES + [n for n, module in build.PROGRAMS.items() if os.path.exists(f"{build.ROOT}/{module}/pom.xml")]
    images = {name: Image.read(build.tar_of(name)) for name in arguments.names or known}
    services = {name: image for name, image in images.items() if name in build.SERVICES}
    for name, image in images.items():
        look_at(name, image)
    if services:
        running.check(services, must, arguments.measure)
    if arguments.rebuild:
        rebuild(images, build.base(arguments.base))
    if arguments.registry:
        registry.check(images, build.base(arguments.base), must)
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


# --- building again -------------------------------------------------------------------------------------------------

def rebuild(images, base):
    """The same tree in another folder gives the same bytes, but for the caches and the order in two kinds of classes."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=build.ROOT,
                            capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory(dir=build.OUT) as copy:
        for path in listed.split("\0"):
            if path and os.path.isfile(os.path.join(build.ROOT, path)):
                os.makedirs(os.path.dirname(os.path.join(copy, path)), exist_ok=True)
                shutil.copyfile(os.path.join(build.ROOT, path), os.path.join(copy, path))
        again = build.packaged(copy, list(images), base, True)
    for name, image in images.items():
        comparing.layers(name, image, again[name], must, "built again")
        must(image.settings == again[name].settings, f"{name}: built again, its settings are others")


if __name__ == "__main__":
    main()
