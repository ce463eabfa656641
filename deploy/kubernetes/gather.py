"""Gathers what quarkus-kubernetes generated under deploy/kubernetes: ./tollgate manifests [--check].

Written are, and nothing else: base/SERVICE/kubernetes.yml, base/SERVICE/migrate-job.yaml, and a copy of
config/catalogue.yaml, as kustomize reads nothing outside its folder. With --check nothing is written, and what differs
is told.
"""

import difflib
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
HOME = FOLDER.parent.parent
SERVICES = ["auth", "billing", "console", "edge", "ratelimit", "routing"]
# What a service's migrations need to be let start.
MIGRATION_SECRETS = {
    "auth": ["tollgate-internal", "tollgate-postgres"],
    "billing": ["tollgate-internal", "tollgate-postgres"],
    "routing": ["tollgate-internal", "tollgate-master-keys", "tollgate-postgres"],
}
HEADER = "# Written by ./tollgate manifests: from application.properties and src/main/kubernetes of {}-service, and the parent pom.\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit("usage: ./tollgate manifests [--check]")
    files = gathered()
    if arguments:
        sys.exit(drift(files))
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(files)} files under {FOLDER.relative_to(HOME)}")


def gathered():
    files = {}
    for service in SERVICES:
        generated = (HOME / f"{service}-service/target/kubernetes/kubernetes.yml").read_text(encoding="utf-8")
        files[FOLDER / f"base/{service}-service/kubernetes.yml"] = HEADER.format(service) + without_quarkus_version(generated)
    for service in MIGRATION_SECRETS:
        files[FOLDER / f"base/{service}-service/migrate-job.yaml"] = migrate_job(service)
    files[FOLDER / "base/catalogue/catalogue.yaml"] = (HOME / "config/catalogue.yaml").read_text(encoding="utf-8")
    return files


def without_quarkus_version(generated):
    """It would roll every pod with each Quarkus, and no volumeClaimTemplate, where it is written too, may ever change."""
    alone = r"(?m)^( *)annotations:\n\1  app\.quarkus\.io/quarkus-version: .*\n(?!\1  )"
    return re.sub(r"(?m)^ *app\.quarkus\.io/quarkus-version: .*\n", "", re.sub(alone, "", generated))


def migrate_job(service):
    version = re.search(r"<version>(.*)</version>", (HOME / "pom.xml").read_text(encoding="utf-8")).group(1)
    secrets = "\n".join(f"            - secretRef:\n                name: {name}" for name in MIGRATION_SECRETS[service])
    text = (FOLDER / "migrate-job.template.yaml").read_text(encoding="utf-8")
    values = {"service": service, "version": version, "dashed-version": version.lower().replace(".", "-"), "secrets": secrets}
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
