#!/usr/bin/env python3
"""netpol.py STATE [--once] [--print] : enforces NetworkPolicies on the one node of the sandbox.

Reads pods, namespaces and networking.k8s.io/v1 policies twice a second, and loads one nftables table that lets through
or rejects what goes between pods, and from pods to the node (the API server). Knows all of the API: ingress and egress,
selectors of pods and namespaces, blocks of addresses with exceptions, ports by number, name and range, and that a pod
which any policy selects is closed to all else. What comes from the node itself is let through, as the kubelet's probes
need; so are node ports, whose requests the node forwards in its own name.
"""
import csv
import json
import ssl
import subprocess
import sys
import time
import urllib.request

API = "https://127.0.0.1:6443"
PERIOD_SECONDS = 0.5


class Cluster:
    def __init__(self, state):
        with open(state + "/pki/tokens.csv", encoding="utf-8") as tokens:
            self.token = next(row[0] for row in csv.reader(tokens) if row[1] == "admin")
        self.tls = ssl.create_default_context(cafile=state + "/pki/ca.crt")

    def list(self, path):
        request = urllib.request.Request(API + path, headers={"Authorization": "Bearer " + self.token})
        with urllib.request.urlopen(request, context=self.tls, timeout=10) as answer:
            return json.load(answer)["items"]


class Pod:
    def __init__(self, item):
        self.namespace = item["metadata"]["namespace"]
        self.address = item["status"].get("podIP")
        self.labels = item["metadata"].get("labels") or {}
        containers = item["spec"]["containers"] + [
            c for c in item["spec"].get("initContainers") or [] if c.get("restartPolicy") == "Always"]
        self.ports = {p["name"]: (p.get("protocol", "TCP"), p["containerPort"])
                      for c in containers for p in c.get("ports", []) if "name" in p}


def on_the_network(item):
    return (item["status"].get("podIP") and not item["spec"].get("hostNetwork")
            and item["status"].get("phase") in ("Running", "Pending"))


def matches(selector, labels):
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(holds(expression, labels) for expression in selector.get("matchExpressions") or [])


def holds(expression, labels):
    key, values = expression["key"], expression.get("values", [])
    present = key in labels
    among = present and labels[key] in values
    return {"In": among, "NotIn": not among, "Exists": present, "DoesNotExist": not present}[expression["operator"]]


def directions(policy):
    """Which traffic of its pods a policy closes."""
    return policy["spec"].get("policyTypes") or ["Ingress"] + (["Egress"] if "egress" in policy["spec"] else [])


class Rules:
    """The nftables table for a state of the cluster."""

    def __init__(self, pods, namespaces, policies):
        self.pods = [Pod(item) for item in pods if on_the_network(item)]
        self.namespaces = {item["metadata"]["name"]: item["metadata"].get("labels") or {} for item in namespaces}
        self.policies = policies
        self.by_address = {pod.address: pod for pod in self.pods}

    def peers(self, wanted, namespace):
        """(address or block, exceptions) of each peer; one without an address means anybody."""
        if not wanted:
            return [("", [])]
        found = []
        for peer in wanted:
            if "ipBlock" in peer:
                # The cluster's addresses are of version 4: a block of version 6 holds none of them.
                if ":" not in peer["ipBlock"]["cidr"]:
                    found.append((peer["ipBlock"]["cidr"], peer["ipBlock"].get("except") or []))
                continue
            for pod in self.pods:
                if "namespaceSelector" in peer:
                    in_namespace = matches(peer["namespaceSelector"], self.namespaces.get(pod.namespace, {}))
                else:
                    in_namespace = pod.namespace == namespace
                if in_namespace and matches(peer.get("podSelector") or {}, pod.labels):
                    found.append((pod.address, []))
        return found

    @staticmethod
    def ports(wanted, names):
        """Match texts of a rule's ports; a name is looked up at the destination, and nothing where it has none."""
        if not wanted:
            return [""]
        texts = []
        for port in wanted:
            protocol, number = port.get("protocol", "TCP").lower(), port.get("port")
            if number is None:
                texts.append(f"meta l4proto {protocol} ")
                continue
            if isinstance(number, str):
                if number not in names:
                    continue
                protocol, number = names[number][0].lower(), names[number][1]
            last = f"-{port['endPort']}" if "endPort" in port else ""
            texts.append(f"{protocol} dport {number}{last} ")
        return texts

    def rules_of(self, rule, direction, pod, namespace):
        there = "saddr" if direction == "ingress" else "daddr"
        for address, exceptions in self.peers(rule.get("from" if direction == "ingress" else "to"), namespace):
            match = f"ip {there} {address} " if address else ""
            if exceptions:
                match += f"ip {there} != {{ {', '.join(exceptions)} }} "
            destination = pod if direction == "ingress" else self.by_address.get(address)
            names = destination.ports if destination else {}
            for port in self.ports(rule.get("ports"), names):
                yield f"    {match}{port}return"

    def chain(self, direction, pod):
        """What a pod's traffic is judged by, or None where no policy selects the pod."""
        selecting = [policy for policy in self.policies
                     if policy["metadata"]["namespace"] == pod.namespace
                     and direction.capitalize() in directions(policy)
                     and matches(policy["spec"].get("podSelector") or {}, pod.labels)]
        if not selecting:
            return None
        body = [text for policy in selecting for rule in policy["spec"].get(direction) or []
                for text in self.rules_of(rule, direction, pod, policy["metadata"]["namespace"])]
        return "\n".join([*dict.fromkeys(body), "    counter reject with icmpx admin-prohibited"])

    def table(self):
        text = ["table inet netpol {}", "delete table inet netpol", "table inet netpol {"]
        for direction, here in (("egress", "saddr"), ("ingress", "daddr")):
            jumps = []
            for pod in self.pods:
                body = self.chain(direction, pod)
                if body is not None:
                    name = f"{direction}-{pod.address.replace('.', '-')}"
                    text.append(f"  chain {name} {{\n{body}\n  }}")
                    jumps.append(f"{pod.address} : jump {name}")
            judged = f"\n    ip {here} vmap {{ {', '.join(jumps)} }}\n" if jumps else ""
            text.append(f"  chain {direction} {{{judged}  }}")
        text += [
            "  chain between-pods { type filter hook forward priority filter; policy accept;",
            "    ct state established,related accept", "    jump egress", "    jump ingress", "  }",
            "  chain to-the-node { type filter hook input priority filter; policy accept;",
            "    ct state established,related accept", "    jump egress", "  }",
            "}",
        ]
        return "\n".join(text) + "\n"


def main():
    cluster = Cluster(sys.argv[1])
    loaded = None
    while True:
        try:
            table = Rules(cluster.list("/api/v1/pods"), cluster.list("/api/v1/namespaces"),
                          cluster.list("/apis/networking.k8s.io/v1/networkpolicies")).table()
            if "--print" in sys.argv:
                print(table)
            if table != loaded:
                subprocess.run(["nft", "-f", "-"], input=table, text=True, check=True)
                loaded = table
        except (OSError, ValueError, subprocess.SubprocessError) as failure:
            print("netpol:", failure, file=sys.stderr, flush=True)
        if "--once" in sys.argv:
            break
        time.sleep(PERIOD_SECONDS)


if __name__ == "__main__":
    main()
