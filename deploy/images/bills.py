"""Makes Maven's bill of materials (CycloneDX) that of an image.

Maven tells what a module depends on. Quarkus leaves some of that out, and adds what only its own conditions ask for: so
the list is cut down to the jars that are in the image, and what it lacks is read from the jars themselves.
"""
import io, json, os, re, tarfile, zipfile


def write(maven_bill, image, path):
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
    kept = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
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
    """From the coordinates that Maven leaves in a jar."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = [name for name in archive.namelist() if re.fullmatch(r"META-INF/maven/[^/]+/[^/]+/pom.properties", name)]
        for name in found:
            lines = archive.read(name).decode().splitlines()
            one = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
            purl = f"pkg:maven/{one['groupId']}/{one['artifactId']}@{one['version']}?type=jar"
            known = {"type": "library", "group": one["groupId"], "name": one["artifactId"], "version": one["version"],
                     "bom-ref": purl, "purl": purl}
            if is_in(known, jar):
                return known
    raise SystemExit(f"tollgate: nothing says what {jar} is")
