"""Keeps tollgate/README.md's table of values true: table.py [--write].

Rows are the keys of values.yaml that have a comment with two dashes above them. Told is also a key of values.yaml that neither has
one nor lies in one that has, and one that values.schema.json lacks, or has in vain.
"""

import json
import pathlib
import re
import sys

CHART = pathlib.Path(__file__).resolve().parent / "tollgate"
README = CHART / "README.md"
KEY = re.compile(r"^( *)([\w-]+):(?: (.*))?$")
# Helm's own, of any chart
OF_HELM = {"global"}


def main(arguments):
    rows, keys, problems = read((CHART / "values.yaml").read_text(encoding="utf-8"))
    problems += schema(keys)
    table = "| value | default | what it says |\n|---|---|---|\n" + "".join(f"| `{key}` | `{default}` | {text} |\n" for key, default, text in rows)
    page = README.read_text(encoding="utf-8")
    page, found = re.subn(
        r"(<!-- values: written by table\.py -->\n).*?(<!-- end of values -->)",
        lambda match: match.group(1) + table + match.group(2),
        page,
        flags=re.S,
    )
    if found != 1:
        problems.append("README.md has no place for the table of values")
    if "--write" in arguments:
        README.write_text(page, encoding="utf-8")
    elif page != README.read_text(encoding="utf-8"):
        problems.append("README.md does not tell what values.yaml says: run deploy/helm/check.sh --write")
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


def read(text):
    """Rows, all keys that are no maps on lines of their own, and what lacks its comment."""
    rows, keys, problems, path, said = [], set(), [], [], None
    for line in text.splitlines():
        comment = re.match(r"^ *# ?(.*)$", line)
        match = KEY.match(line)
        if comment:
            if comment.group(1).startswith("-- "):
                said = comment.group(1)[3:]
            elif said is not None:
                said += " " + comment.group(1)
        elif match:
            depth, default = len(match.group(1)) // 2, match.group(3)
            path = [*path[:depth], match.group(2)]
            if default is not None:
                name = ".".join(path)
                keys.add(name)
                if said is not None:
                    rows.append((name, default, said))
                elif default != "{}":
                    problems.append(f"values.yaml does not say what {name} is")
            said = None
        else:
            said = None
    return rows, keys, problems


def schema(keys):
    """The schema has every key of values.yaml; and of those that are no service's, it has no others."""
    root = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
    problems = []
    for key in sorted(keys):
        node = root
        for word in key.split("."):
            node = resolved(root, node).get("properties", {}).get(word)
            if node is None:
                problems.append(f"values.schema.json lacks {key}")
                break
    pods = set(root["$defs"]["service"]["properties"])
    for top, node in root["properties"].items():
        properties = resolved(root, node).get("properties")
        of_pods = properties is not None and "podLabels" in properties and top != "all"
        for word in set(properties or ()) - (pods if of_pods else set()):
            if not any(key == f"{top}.{word}" or key.startswith(f"{top}.{word}.") for key in keys):
                problems.append(f"values.schema.json has {top}.{word}, which values.yaml does not")
        if properties is None and top not in keys | OF_HELM:
            problems.append(f"values.schema.json has {top}, which values.yaml does not")
    return problems


def resolved(root, node):
    return root["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


if __name__ == "__main__":
    main(sys.argv[1:])
