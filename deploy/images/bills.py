"""Makes Maven's bill of materials (CycloneDX) that of an image.

Maven tells what a module depends on. Quarkus leaves some of that out, and adds what only its own conditions ask for: so
the list is cut down to the jars that are in the image, and what it lacks is read from the jars themselves. Maven cannot
make its list offline; then the last one serves, or the jars alone, which say less of licences and origins.
"""
import io, json, os, re, tarfile, zipfile


def write(maven_bill, image, path):
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": []}
    if os.path.exists(maven_bill):
        with open(maven_bill) as file:
            bill = json.load(file)
    ours = image.settings["WorkingDir"].lstrip("/")
    jars = {}
    for layer in image.layers:
        with tarfile.open(fileobj=io.BytesIO(layer), mode="r:gz") as tar:
            jars.update((os.path.basename(entry.name), tar.extractfile(entry).read())
                        for entry in tar if re.search(rf"^/?{ours}/libs?/.*\.jar$", entry.name))
    described = [one for one in bill["components"] if any(is_in(one, jar) for jar in jars)]
    added = [component(jar, data) for jar, data in jars.items() if not any(is_in(one, jar) for one in described)]
    bill["components"] = sorted(described + added, key=lambda one: one["bom-ref"])
    kept = {one["bom-ref"] for one in bill["components"]}
    if "metadata" in bill:
        kept.add(bill["metadata"]["component"]["bom-ref"])
    bill["dependencies"] = [
        {**edge, "dependsOn": [ref for ref in edge.get("dependsOn", []) if ref in kept]}
        for edge in bill.get("dependencies", []) if edge["ref"] in kept
    ]
    with open(path, "w") as file:
        json.dump(bill, file, indent=1, sort_keys=True)


def is_in(component, jar):
    """Jars are called artifact-version[-classifier].jar, by Quarkus with their group before that."""
    return re.search(rf"(^|\.){re.escape(component['name'])}-{re.escape(component['version'])}[.-]", jar)


def component(jar, data):
    """From the coordinates that Maven leaves in a jar; without them, from the jar's name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"META-INF/maven/[^/]+/[^/]+/pom.properties", name):
                lines = archive.read(name).decode().splitlines()
                told = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
                known = described_as(told["groupId"], told["artifactId"], told["version"])
                if is_in(known, jar):
                    return known
    group, artifact, version = re.fullmatch(r"(?:([a-z0-9_.-]+)\.)?([^.]+?)-(\d.*)\.jar", jar).groups()
    return described_as(group or "", artifact, version)


def described_as(group, artifact, version):
    purl = f"pkg:maven/{group}/{artifact}@{version}?type=jar" if group else f"pkg:generic/{artifact}@{version}"
    return {"type": "library", "group": group, "name": artifact, "version": version, "bom-ref": purl, "purl": purl}
