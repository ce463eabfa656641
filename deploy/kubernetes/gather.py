"""Gathers what quarkus-kubernetes generated under deploy/kubernetes: ./tollgate manifests [--check] [--chart].

Written are, and nothing else: base/SERVICE/kubernetes.yml, base/SERVICE/migrate-job.yaml, a copy of config/catalogue.yaml, as
kustomize reads nothing outside its folder, and copies of all of these and of the components' objects for the chart
(deploy/helm/tollgate/objects), as Helm reads nothing outside its own. With --check nothing is written, and what differs
is told. With --chart it is the chart's copies only, from what lies under base: no service need be built.
"""

import difflib
import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
HOME = FOLDER.parent.parent
CHART = HOME / "deploy/helm/tollgate"
SERVICES = ["auth", "batch", "billing", "console", "edge", "ratelimit", "routing"]
# What a service's migrations need to be let start.
MIGRATION_SECRETS = {
    "auth": ["tollgate-internal", "tollgate-postgres"],
    "batch": ["tollgate-internal", "tollgate-master-keys", "tollgate-postgres"],
    "billing": ["tollgate-internal", "tollgate-postgres"],
    "routing": ["tollgate-internal", "tollgate-master-keys", "tollgate-postgres"],
}
# Folders that a service makes as it starts, whatever it then does: of a pod only /tmp can be written.
MIGRATION_FOLDERS = {"batch": {"TOLLGATE_BATCH_UPLOAD_DIR": "/tmp/uploads"}}
# Components that the chart's templates load.
CHARTED = ["availability", "bootstrap", "demo", "gateway", "ingress", "monitoring", "network-policies", "operator", "orphans", "postgres", "redis"]
CHART_HEADER = "# Written by ./tollgate manifests: from component {}.\n"
HEADER = "# Written by ./tollgate manifests: from application.properties and src/main/kubernetes of {}-service, and the parent pom.\n"


def main(arguments):
    if not set(arguments) <= {"--check", "--chart"}:
        sys.exit("usage: ./tollgate manifests [--check] [--chart]")
    files = charted(kept()) if "--chart" in arguments else gathered()
    if "--check" in arguments:
        sys.exit(drift(files))
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(files)} files under {FOLDER.relative_to(HOME)} and {CHART.relative_to(HOME)}")


def gathered():
    files = {}
    for service in SERVICES:
        generated = json.loads((HOME / f"{service}-service/target/kubernetes/kubernetes.json").read_text(encoding="utf-8"))
        documents = [yaml(canonical(thing)) for thing in generated]
        files[FOLDER / f"base/{service}-service/kubernetes.yml"] = HEADER.format(service) + "---\n".join(documents)
    for service in MIGRATION_SECRETS:
        files[FOLDER / f"base/{service}-service/migrate-job.yaml"] = migrate_job(service)
    files[FOLDER / "base/catalogue/catalogue.yaml"] = (HOME / "config/catalogue.yaml").read_text(encoding="utf-8")
    return files | charted(files)


def kept():
    """What was gathered before."""
    paths = [*(FOLDER / "base").glob("*-service/*.y*ml"), FOLDER / "base/catalogue/catalogue.yaml"]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def charted(files):
    """The objects that the chart's templates load and lay its values upon: each service's, each component's, the catalogue's text and
    the dashboards'. What a component patches is the templates' part, and compare.py tells where they differ."""
    objects = CHART / "objects"
    copies = {objects / "catalogue.yaml": files[FOLDER / "base/catalogue/catalogue.yaml"]}
    for service in SERVICES:
        parts = [files[path] for name in ("kubernetes.yml", "migrate-job.yaml") if (path := FOLDER / f"base/{service}-service/{name}") in files]
        copies[objects / f"services/{service}.yaml"] = "---\n".join(parts)
    for name in CHARTED:
        component = FOLDER / "components" / name
        listed = re.search(r"(?m)^resources:\n((?:  - .*\n)+)", (component / "kustomization.yaml").read_text(encoding="utf-8"))
        parts = [(component / file).read_text(encoding="utf-8") for file in re.findall(r"- (\S+)", listed.group(1))]
        copies[objects / f"components/{name}.yaml"] = CHART_HEADER.format(name) + "---\n".join(parts)
    for dashboard in sorted((FOLDER / "components/monitoring/dashboards").glob("*.json")):
        copies[objects / f"dashboards/{dashboard.name}"] = dashboard.read_text(encoding="utf-8")
    return copies


def canonical(value):
    """In one order, as the generator's own is not the same each time, and without Quarkus' version: it would roll every pod
    with each Quarkus, and no volumeClaimTemplate, where it is written too, may ever change."""
    if isinstance(value, dict):
        kept = {key: canonical(one) for key, one in value.items() if key != "app.quarkus.io/quarkus-version"}
        first = [key for key in ("apiVersion", "kind", "metadata", "name") if key in kept]
        order = first + sorted(kept.keys() - set(first))
        return {key: kept[key] for key in order if not (key == "annotations" and not kept[key])}
    if isinstance(value, list):
        list_ = [canonical(one) for one in value]
        named = all(isinstance(one, dict) and "name" in one for one in list_)
        return sorted(list_, key=lambda one: one["name"]) if named else list_
    return value


def yaml(value, indent=""):
    """Block style; what could be read as anything but a string is quoted."""
    if isinstance(value, dict):
        return "".join(f"{indent}{scalar(key)}:{below(one, indent)}" for key, one in value.items())
    lines = []
    for one in value:
        nested = isinstance(one, (dict, list)) and one
        lines.append(f"{indent}- " + (yaml(one, indent + "  ").lstrip() if nested else scalar(one) + "\n"))
    return "".join(lines)


def below(value, indent):
    if isinstance(value, (dict, list)) and value:
        return "\n" + yaml(value, indent + "  ")
    return f" {scalar(value)}\n"


def scalar(value):
    words = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z/][\w./:-]*[\w/]|[A-Za-z/]", value) and value.lower() not in words:
        return value
    return json.dumps(value)


def migrate_job(service):
    version = re.search(r"<version>(.*)</version>", (HOME / "pom.xml").read_text(encoding="utf-8")).group(1)
    secrets = "\n".join(f"            - secretRef:\n                name: {name}" for name in MIGRATION_SECRETS[service])
    folders = "".join(
        f"\n            - name: {name}\n              value: {value}" for name, value in MIGRATION_FOLDERS.get(service, {}).items())
    text = (FOLDER / "migrate-job.template.yaml").read_text(encoding="utf-8")
    values = {"service": service, "version": version, "dashed-version": version.lower().replace(".", "-"), "secrets": secrets,
              "folders": folders}
    return re.sub(r"@([a-z-]+)@", lambda name: values[name.group(1)], text)


def drift(files):
    differing = 0
    for path, text in files.items():
        name = str(path.relative_to(HOME))
        present = path.read_text(encoding="utf-8") if path.exists() else ""
        if present != text:
            differing += 1
            sys.stderr.writelines(
                difflib.unified_diff(present.splitlines(True), text.splitlines(True), name, name + " (generated)"))
    if differing:
        print(f"{differing} files are not what the services generate: run ./tollgate manifests", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    main(sys.argv[1:])
