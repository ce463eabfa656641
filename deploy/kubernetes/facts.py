"""Keeps docs/kubernetes.md true: facts.py RENDERED_DIRECTORY [--write].

The page's tables are made from the rendered overlays (check.sh --render), and compared with what the page has. Told are
also: an image of ours in another version than the project's, an alert or a panel that asks for a metric which docs/metrics.md
does not have, an alert without its paragraph in docs/operations.md, a metric that an autoscaler asks for and no rule of the Prometheus
adapter serves, and a pod that is killed before what it has in hand may end.
"""

import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
HOME = FOLDER.parent.parent
PAGE = HOME / "docs/kubernetes.md"
MONITORING = FOLDER / "components/monitoring"
STREAMS = FOLDER / "components/stream-autoscaling"
# What an edge's journal is waited for once no request is under way: tollgate.edge.journal.drain-grace
JOURNAL_SECONDS = 20
# Families of the framework and of the cluster that rules and dashboards use.
FOREIGN_METRICS = {"up", "kubelet_volume_stats_available_bytes", "kubelet_volume_stats_capacity_bytes", "process_cpu_time_ns_total", "jvm_memory_used_bytes"}
WORKLOADS = ("Deployment", "StatefulSet", "Job", "CronJob")


def main(arguments):
    rendered = pathlib.Path(arguments[0])
    quickstart = objects(rendered / "quickstart.yaml")
    production = objects(rendered / "production.yaml")
    problems = versions(quickstart + production) + metrics() + runbooks()
    for path in sorted(rendered.glob("*.yaml")):
        list_ = quickstart if path.stem == "quickstart" else production if path.stem == "production" else objects(path)
        problems += [f"{path.stem}: {problem}" for problem in endings(list_) + adapted(list_)]
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables(production, quickstart).items():
        page, found = re.subn(
            rf"(<!-- {name}: written by facts\.py -->\n).*?(<!-- end of {name} -->)",
            lambda match, table=table: match.group(1) + table + match.group(2),
            page,
            flags=re.S,
        )
        if found != 1:
            problems.append(f"docs/kubernetes.md has no place for the table {name}")
    if "--write" in arguments:
        PAGE.write_text(page, encoding="utf-8")
    elif page != PAGE.read_text(encoding="utf-8"):
        problems.append("docs/kubernetes.md does not tell what the manifests say: run ./tollgate manifests")
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


def objects(path):
    """The YAML as kubectl reads it, so that no library for it is needed."""
    command = ["kubectl", "annotate", "--local", "--overwrite", "-f", str(path), "facts=read", "-o", "json"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
        while at < len(text) and text[at].isspace():
            at += 1
    return found


# --- the tables -----------------------------------------------------------------------------------------------------


def tables(production, quickstart):
    return {
        "ports": ports(production, quickstart),
        "arrows": arrows(production, quickstart),
        "secrets": secrets(production, quickstart),
        "permissions": permissions(production, quickstart),
        "resources": resources(production, quickstart),
    }


def markdown(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def of_kind(objects_, *kinds):
    return [thing for thing in objects_ if thing["kind"] in kinds]


def name(thing):
    return thing["metadata"]["name"]


def only(production, quickstart, kinds):
    """All of production, then what quickstart has more."""
    known = {(thing["kind"], name(thing)) for thing in production}
    more = [thing for thing in quickstart if (thing["kind"], name(thing)) not in known]
    return [(thing, "") for thing in of_kind(production, *kinds)] + [(thing, " (quickstart)") for thing in of_kind(more, *kinds)]


def ports(production, quickstart):
    pods = {name(thing): pod(thing) for thing in of_kind(production + quickstart, *WORKLOADS)}
    rows = []
    for service, where in only(production, quickstart, ("Service",)):
        for port in service["spec"]["ports"]:
            containers = [p for c in pods[name(service)]["containers"] for p in c.get("ports", [])]
            target = next(p for p in containers if port["targetPort"] in (p.get("name"), p["containerPort"]))
            rows.append([f"`{name(service)}`{where}", service["spec"].get("type", "ClusterIP"), port["port"], target["containerPort"]])
    return markdown(["Service", "type", "port", "container's port"], sorted(rows))


def arrows(production, quickstart):
    rows = []
    for policy, where in only(production, quickstart, ("NetworkPolicy",)):
        subject = pods_of(policy["spec"]["podSelector"])
        for rule in policy["spec"].get("ingress", []):
            rows.append([peers(rule.get("from"), "anybody") + where, subject, port_list(rule)])
        for rule in policy["spec"].get("egress", []):
            rows.append([subject + where, peers(rule.get("to"), "any address"), port_list(rule)])
    unique = [list(row) for row in dict.fromkeys(tuple(row) for row in rows)]
    return markdown(["from", "to", "port"], unique)


def pods_of(selector):
    labels = dict(selector.get("matchLabels", {}))
    for expression in selector.get("matchExpressions", []):
        labels[expression["key"]] = ", ".join(expression["values"])
    text = labels.get("app.kubernetes.io/name") or labels.get("k8s-app") or labels.get("app.kubernetes.io/part-of")
    if text is None:
        return "every pod"
    return "every pod of Tollgate" if text == "tollgate" else text.replace("tollgate-", "")


def peers(list_, without):
    if not list_:
        return without
    told = []
    for peer in list_:
        if "ipBlock" in peer:
            block = peer["ipBlock"]
            told.append(block["cidr"] + (" but private addresses" if block.get("except") else ""))
        elif "namespaceSelector" in peer and peer["namespaceSelector"].get("matchLabels"):
            told.append("namespaces " + ", ".join(f"`{k}={v}`" for k, v in peer["namespaceSelector"]["matchLabels"].items()))
        else:
            told.append(pods_of(peer["podSelector"]))
    return ", ".join(told)


def port_list(rule):
    return ", ".join(str(port["port"]) + ("/UDP" if port.get("protocol") == "UDP" else "") for port in rule.get("ports", [])) or "any"


def secrets(production, quickstart):
    readers = {}
    for thing, _ in only(production, quickstart, WORKLOADS):
        for container in pod(thing)["containers"]:
            for source in container.get("envFrom", []):
                if "secretRef" in source:
                    reference = source["secretRef"]
                    note = " (if it is there)" if reference.get("optional") else ""
                    readers.setdefault(("Secret", reference["name"], "all"), []).append(short(thing) + note)
            for variable in container.get("env", []):
                reference = variable.get("valueFrom", {}).get("secretKeyRef")
                if reference:
                    readers.setdefault(("Secret", reference["name"], f"`{reference['key']}`"), []).append(short(thing))
        for volume in pod(thing).get("volumes", []):
            if "configMap" in volume:
                readers.setdefault(("ConfigMap", volume["configMap"]["name"], "all"), []).append(short(thing))
            if "secret" in volume:
                readers.setdefault(("Secret", volume["secret"]["secretName"], "all"), []).append(short(thing))
    rows = [[kind, f"`{name_}`", keys, ", ".join(sorted(set(users)))] for (kind, name_, keys), users in sorted(readers.items())]
    return markdown(["kind", "name", "keys", "read by"], rows)


def permissions(production, quickstart):
    accounts = {}
    for thing, _ in only(production, quickstart, WORKLOADS):
        spec = pod(thing)
        mounted = spec.get("automountServiceAccountToken", True)
        accounts.setdefault(spec["serviceAccountName"], [False, []])
        accounts[spec["serviceAccountName"]][0] |= mounted
        accounts[spec["serviceAccountName"]][1].append(short(thing))
    rights = {}
    for where, list_ in (("production", production), ("quickstart", quickstart)):
        roles = {name(role): role for role in of_kind(list_, "Role")}
        for binding in of_kind(list_, "RoleBinding"):
            for subject in binding["subjects"]:
                told = rights.setdefault(subject["name"], {})
                told.setdefault(rules(roles[binding["roleRef"]["name"]]), []).append(where)
    cluster_wide = [name(thing) for thing in of_kind(production + quickstart, "ClusterRole", "ClusterRoleBinding")]
    if cluster_wide:
        sys.exit(f"rights in the whole cluster: {cluster_wide}")
    rows = []
    for account, (token, users) in sorted(accounts.items()):
        of_account = rights.get(account, {"none": ["production", "quickstart"]})
        told = [text if len(where) > 1 else f"{where[0]}: {text}" for text, where in of_account.items()]
        rows.append([f"`{account}`", ", ".join(users), "yes" if token else "no", "<br>".join(told)])
    return markdown(["ServiceAccount", "used by", "token in the pod", "rights"], rows)


def rules(role):
    return "; ".join(
        ", ".join(rule["verbs"]) + " " + ", ".join(rule["resources"])
        + (" " + ", ".join(f"`{n}`" for n in rule["resourceNames"]) if "resourceNames" in rule else "")
        for rule in role["rules"])


def resources(production, quickstart):
    scalers = {s["spec"]["scaleTargetRef"]["name"]: s["spec"] for s in of_kind(production, "HorizontalPodAutoscaler")}
    rows = []
    for thing, where in only(production, quickstart, WORKLOADS):
        container = pod(thing)["containers"][0]
        requests, limits = container["resources"]["requests"], container["resources"]["limits"]
        scaler = scalers.get(name(thing))
        number = f"{scaler['minReplicas']} to {scaler['maxReplicas']}" if scaler else thing["spec"].get("replicas", 1)
        claims = ", ".join(
            f"{claim['metadata']['name']} {claim['spec']['resources']['requests']['storage']}"
            for claim in thing["spec"].get("volumeClaimTemplates", []))
        rows.append([
            f"`{name(thing)}`{where}", thing["kind"], number, requests["cpu"], requests["memory"], limits["memory"],
            limits["ephemeral-storage"], claims or "–", f"{pod(thing).get('terminationGracePeriodSeconds', 30)} s"])
    return markdown(["workload", "kind", "pods", "CPU asked for", "memory asked for", "memory at most", "scratch at most", "volume", "time to end"], rows)


def pod(workload):
    spec = workload["spec"]
    return spec.get("jobTemplate", {}).get("spec", spec)["template"]["spec"]


def short(workload):
    return re.sub(r"-\d+(-\d+)+.*$", "", name(workload)).replace("tollgate-", "")


# --- what else must agree -------------------------------------------------------------------------------------------


def versions(list_):
    project = re.search(r"<version>(.*)</version>", (HOME / "pom.xml").read_text(encoding="utf-8")).group(1)
    images = {c["image"] for thing in of_kind(list_, *WORKLOADS) for c in pod(thing)["containers"]}
    return [f"{image} is not of version {project}" for image in sorted(images) if "/tollgate-" in image and not image.endswith(":" + project)]


def metrics():
    documented = set(re.findall(r"^\| \w+ \| `(\w+)`", (HOME / "docs/metrics.md").read_text(encoding="utf-8"), flags=re.M))
    expressions = {"rules.yaml": re.findall(r"(?m)^ +expr: '(.*)'$", (MONITORING / "rules.yaml").read_text(encoding="utf-8"))}
    for path in sorted((MONITORING / "dashboards").glob("*.json")):
        panels = json.loads(path.read_text(encoding="utf-8"))["panels"]
        expressions[path.name] = [target["expr"] for panel in panels for target in panel["targets"]]
    problems = []
    for file, list_ in expressions.items():
        for expression in list_:
            bare = re.sub(r"\{[^}]*\}", "", re.sub(r'"[^"]*"', "", expression))
            for metric in re.findall(r"\b(?:tollgate|kubelet|process|jvm|http)_\w+|\bup\b", bare):
                family = re.sub(r"_(bucket|count|sum)$", "", metric)
                if metric not in FOREIGN_METRICS and family not in documented:
                    problems.append(f"{file} asks for {metric}, which docs/metrics.md does not have")
    return problems


def endings(list_):
    """ADR 0022: preStop, then what is under way, then the journal; only then may the kubelet kill the pod."""
    problems = []
    for thing in of_kind(list_, "Deployment", "StatefulSet"):
        spec = pod(thing)
        container = spec["containers"][0]
        variables = {variable["name"]: variable.get("value", "") for variable in container.get("env", [])}
        if "TOLLGATE_SHUTDOWN_TIMEOUT" not in variables:
            continue
        needed = container["lifecycle"]["preStop"]["sleep"]["seconds"] + seconds(variables["TOLLGATE_SHUTDOWN_TIMEOUT"])
        if name(thing) == "tollgate-edge":
            needed += seconds(variables.get("TOLLGATE_EDGE_JOURNAL_DRAIN_GRACE", f"{JOURNAL_SECONDS}s"))
        else:
            needed += seconds(variables["TOLLGATE_SHUTDOWN_DELAY"])
        if spec["terminationGracePeriodSeconds"] <= needed:
            problems.append(f"{name(thing)} may need {needed} s to end and gets {spec['terminationGracePeriodSeconds']} s")
    return problems


def seconds(duration):
    return int(re.fullmatch(r"(\d+)s", duration).group(1))


def adapted(list_):
    """What autoscalers ask an adapter for is what its rules make of metrics that edges have."""
    rules = (STREAMS / "prometheus-adapter.yaml").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| edge \| `(\w+)`", (HOME / "docs/metrics.md").read_text(encoding="utf-8"), flags=re.M))
    series, served = re.findall(r"seriesQuery: '(\w+)\{", rules), re.findall(r"name: \{as: (\w+)\}", rules)
    problems = [f"prometheus-adapter.yaml asks for {metric}, which edges do not have" for metric in series if metric not in documented]
    asked = {metric["pods"]["metric"]["name"] for thing in of_kind(list_, "HorizontalPodAutoscaler")
             for metric in thing["spec"]["metrics"] if metric["type"] == "Pods"}
    problems += [f"an autoscaler asks for {metric}, which prometheus-adapter.yaml does not serve" for metric in sorted(asked - set(served))]
    if asked and asked != set(served):
        problems.append(f"prometheus-adapter.yaml serves {sorted(set(served) - asked)}, which no autoscaler asks for")
    return problems


def runbooks():
    alerts = re.findall(r"(?m)^ +- alert: (\w+)$", (MONITORING / "rules.yaml").read_text(encoding="utf-8"))
    headings = set(re.findall(r"(?m)^### (Tollgate\w+)$", (HOME / "docs/operations.md").read_text(encoding="utf-8")))
    return ([f"docs/operations.md has no paragraph on {alert}" for alert in alerts if alert not in headings]
            + [f"docs/operations.md tells of {heading}, which is no alert" for heading in sorted(headings - set(alerts))])


if __name__ == "__main__":
    main(sys.argv[1:])
