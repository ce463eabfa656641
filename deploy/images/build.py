#!/usr/bin/env python3
"""Builds the container images as files, .tollgate/images/NAME.tar with NAME.sbom.json beside each, and pushes them when
told to a registry. No container engine is needed.

Maven and Jib make each image without its cache; then the services' caches are trained by the images themselves
(training.py) and laid on top as a last layer.
"""
import argparse, glob, hashlib, os, platform, subprocess, sys, tempfile, time

import bills, pushing, steady, training
from archive import ARCHITECTURES, Image

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, ".tollgate/images")
SERVICES = ["edge", "auth", "routing", "billing", "ratelimit", "batch", "console"]
# Programs that are no services: their module, if it is there. They run once, or for show: no cache.
PROGRAMS = {"demo": "deploy/demo", "bootstrap": "deploy/bootstrap"}
# Quarkus applications that are no services: made as those are, without a cache, as the suite has none of them to train.
APPLICATIONS = {"operator": "deploy/operator"}


def main():
    arguments = parse()
    began = time.monotonic()
    os.makedirs(OUT, exist_ok=True)
    images = unchanged_or_packaged(arguments.names, base(arguments.base), arguments.offline)
    since("packaged", began)
    if arguments.cache:
        services = {name: image for name, image in images.items() if name in SERVICES}
        training.add_caches(services, os.path.join(OUT, "training"), ROOT)
        since("caches", began)
    for name, image in images.items():
        bills.write(f"{ROOT}/{module_of(name)}/target/sbom.json", image, bill_of(name))
        image.write(tar_of(name))
        print(f"{image.name}  {os.path.relpath(tar_of(name), ROOT)}  {os.path.getsize(tar_of(name)) >> 20} MB  {image.id}")
    since("written", began)
    if arguments.push:
        for name, image in images.items():
            pushing.push(tar_of(name), f"{arguments.push}/{image.name.rsplit('/', 1)[1]}")
        since("pushed", began)


def parse():
    parser = argparse.ArgumentParser(prog="./tollgate images", description=__doc__.split("\n\n")[0])
    parser.add_argument("--base", metavar="TAR|IMAGE|jlink",
                        help="the Java base image: a docker-archive, a registry's image, or jlink: made of this "
                        "machine's JDK (the default is image.base of pom.xml)")
    parser.add_argument("--push", metavar="REGISTRY",
                        help="push as REGISTRY/tollgate-edge:VERSION, … by crane, skopeo, docker or podman")
    parser.add_argument("--without-cache", dest="cache", action="store_false",
                        help="leave the AOT caches out: training needs Linux; starts are slower then")
    parser.add_argument("--offline", action="store_true", help="Maven and Jib ask nobody")
    parser.add_argument("names", nargs="*", metavar="service", help="all of them unless some are named")
    arguments = parser.parse_args()
    known = SERVICES + [name for name, module in {**PROGRAMS, **APPLICATIONS}.items() if os.path.exists(f"{ROOT}/{module}/pom.xml")]
    for name in arguments.names:
        if name not in known:
            parser.error(f"no service {name}; there are {', '.join(known)}")
    arguments.names = arguments.names or known
    if arguments.cache:
        training.require()
    return arguments


def base(wanted):
    """What Maven is told of the base image, or None for its own default."""
    if wanted == "jlink":
        return "tar://" + jlink_base()
    if wanted and os.path.exists(wanted):
        return "tar://" + os.path.abspath(wanted)
    return wanted


def jlink_base():
    """Made once for each JDK."""
    key = hashlib.sha256()
    for path in [os.path.join(os.environ["JAVA_HOME"], "release"), f"{HERE}/base.py", f"{HERE}/archive.py"]:
        with open(path, "rb") as file:
            key.update(file.read())
    path = os.path.join(OUT, f"base-{key.hexdigest()[:12]}.tar")
    if not os.path.exists(path):
        for old in glob.glob(os.path.join(OUT, "base-*.tar")):
            os.remove(old)
        subprocess.run([sys.executable, f"{HERE}/base.py", path], check=True)
    return path


def unchanged_or_packaged(names, base_image, offline):
    """An image whose sources and base are those of the last time is taken from there. A registry's base may have changed:
    then none is."""
    keys = {name: fingerprint(name, base_image) for name in names}
    kept = {name: os.path.join(OUT, "made", f"{name}-{keys[name]}.tar") for name in names}
    local = (base_image or "").startswith("tar://")
    stale = [name for name in names if not local or not os.path.exists(kept[name])]
    made = packaged(ROOT, stale, base_image, offline) if stale else {}
    os.makedirs(os.path.join(OUT, "made"), exist_ok=True)
    for name, image in made.items():
        for old in glob.glob(os.path.join(OUT, "made", f"{name}-*.tar")):
            os.remove(old)
        image.write(kept[name])
    return {name: made.get(name) or Image.read(kept[name]) for name in names}


def fingerprint(name, base_image):
    """Of all that an image is made of."""
    value = hashlib.sha256((base_image or "").encode())
    parts = ["pom.xml", ".mvn"] + [f"deploy/images/{file}" for file in ("archive.py", "build.py", "steady.py", "Steady.java")]
    for module in ["contracts", "inner-kit", module_of(name)] + (["deploy/local"] if name == "demo" else []):
        parts += [f"{module}/pom.xml", f"{module}/src/main"]
    if base_image and base_image.startswith("tar://"):
        parts.append(base_image.removeprefix("tar://"))
    for part in parts:
        path = os.path.join(ROOT, part)
        files = [path] if os.path.isfile(path) else sorted(
            os.path.join(folder, leaf) for folder, _, leaves in os.walk(path) for leaf in leaves)
        for file in files:
            value.update(os.path.relpath(file, ROOT).encode() + b"\0")
            with open(file, "rb") as content:
                value.update(hashlib.sha256(content.read()).digest())
    return value.hexdigest()[:16]


def packaged(root, names, base_image, offline=False, bills=True, environment=None):
    """One Maven for all of them; the images as they are without their caches, by name."""
    modules = {name: module_of(name) for name in names}
    with tempfile.TemporaryDirectory(dir=OUT) as folder, tempfile.TemporaryDirectory(prefix="tollgate-") as agent:
        command = [
            "mvn", "-B", "-ntp", "-q", "-Dquick", "-Dmaven.test.skip=true", "-Dstyle.color=never", "-T1C", "-Pimages",
            "package", "-am", "-pl", ",".join(modules.values()),
            "-Dquarkus.package.output-directory=image-app",  # beside the local build
            "-Dquarkus.container-image.build=true", "-Dquarkus.jib.docker-executable-name=" + f"{HERE}/docker-stand-in",
            f"-Dquarkus.jib.base-image-layers-cache={OUT}/layers/base",
            f"-Dquarkus.jib.application-layers-cache={OUT}/layers/app",
            f"-Djib.baseImageCache={OUT}/layers/base", f"-Djib.applicationCache={OUT}/layers/app",
        ]
        command += [f"-Dimage.base={base_image}"] if base_image else []
        architecture = ARCHITECTURES.get(platform.machine(), "amd64")
        if architecture != "amd64":  # what both take unless told
            command += [f"-Dquarkus.jib.platforms=linux/{architecture}", f"-Djib.from.platforms=linux/{architecture}"]
        if offline:  # the list of what modules depend on wants the network: bills.py does without
            command += ["-o", "-Dquarkus.jib.offline-mode=true"]
        elif bills:
            command.append("org.cyclonedx:cyclonedx-maven-plugin:makeBom")
        variables = {**os.environ, "TOLLGATE_JIB_OUTPUT": folder, **(environment or {})}
        variables["MAVEN_OPTS"] = " ".join([variables.get("MAVEN_OPTS", ""), *steady.jvm_options(agent)]).strip()
        done = subprocess.run(command, cwd=root, env=variables)
        if done.returncode:
            raise SystemExit("tollgate: the images could not be built")
        made = [Image.read(path) for path in glob.glob(f"{folder}/*.tar")]
    made += [Image.read(f"{root}/{modules[name]}/target/image.tar") for name in names if name in PROGRAMS]
    for image in made:
        steady.normalise(image)
    images = {image.name.rsplit("/tollgate-", 1)[1].split(":")[0]: image for image in made}
    return {name: images[name] for name in names}


def module_of(name):
    return {**PROGRAMS, **APPLICATIONS}.get(name, f"{name}-service")


def tar_of(name):
    return os.path.join(OUT, f"tollgate-{name}.tar")


def bill_of(name):
    return os.path.join(OUT, f"tollgate-{name}.sbom.json")


def since(what, began):
    print(f"tollgate: {what} after {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
