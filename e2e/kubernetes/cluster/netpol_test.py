"""What netpol.py makes of policies: python3 -m unittest netpol_test"""
import re
import unittest

import netpol


def pod(name, address, namespace="shop", ports=(), **labels):
    named = [{"name": port, "containerPort": number} for port, number in ports]
    return {"metadata": {"name": name, "namespace": namespace, "labels": labels},
            "spec": {"containers": [{"ports": named}]}, "status": {"podIP": address, "phase": "Running"}}


def policy(spec, namespace="shop"):
    return {"metadata": {"name": "p", "namespace": namespace}, "spec": spec}


NAMESPACES = [{"metadata": {"name": "shop", "labels": {"team": "a"}}}, {"metadata": {"name": "other", "labels": {"team": "b"}}}]
PODS = [pod("web", "198.18.128.2", ports=[("http", 8080)], app="web"), pod("db", "198.18.128.3", app="db"),
        pod("far", "198.18.128.4", namespace="other", app="web")]


def chain(name, *policies):
    """The rules of one pod's direction, or None where nothing judges it."""
    table = netpol.Rules(PODS, NAMESPACES, list(policies)).table()
    found = re.search(rf"  chain {name} \{{\n(.*?)\n  \}}", table, re.S)
    return [line.strip() for line in found.group(1).splitlines()] if found else None


REFUSED = "counter reject with icmpx admin-prohibited"


class Policies(unittest.TestCase):
    def test_a_pod_that_no_policy_selects_is_not_judged(self):
        self.assertIsNone(chain("ingress-198-18-128-2", policy({"podSelector": {"matchLabels": {"app": "db"}}, "ingress": []})))

    def test_default_deny_closes_both_ways(self):
        deny = policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})
        self.assertEqual(chain("ingress-198-18-128-3", deny), [REFUSED])
        self.assertEqual(chain("egress-198-18-128-3", deny), [REFUSED])
        self.assertIsNone(chain("ingress-198-18-128-4", deny), "another namespace")

    def test_a_policy_without_types_closes_egress_only_where_it_speaks_of_it(self):
        only = policy({"podSelector": {}, "ingress": []})
        self.assertEqual(chain("ingress-198-18-128-3", only), [REFUSED])
        self.assertIsNone(chain("egress-198-18-128-3", only))

    def test_a_pod_selector_means_this_namespace(self):
        rule = policy({"podSelector": {"matchLabels": {"app": "db"}}, "ingress": [
            {"from": [{"podSelector": {"matchLabels": {"app": "web"}}}], "ports": [{"port": 5432}]}]})
        self.assertEqual(chain("ingress-198-18-128-3", rule), ["ip saddr 198.18.128.2 tcp dport 5432 return", REFUSED])

    def test_a_namespace_selector_means_pods_of_those(self):
        rule = policy({"podSelector": {"matchLabels": {"app": "db"}}, "ingress": [
            {"from": [{"namespaceSelector": {"matchLabels": {"team": "b"}}, "podSelector": {"matchLabels": {"app": "web"}}}]}]})
        self.assertEqual(chain("ingress-198-18-128-3", rule), ["ip saddr 198.18.128.4 return", REFUSED])

    def test_expressions(self):
        rule = policy({"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]},
                       "ingress": [{"from": [{"podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}}]}]})
        self.assertIsNone(chain("ingress-198-18-128-2", rule))
        self.assertEqual(chain("ingress-198-18-128-3", rule),
                         ["ip saddr 198.18.128.2 return", "ip saddr 198.18.128.3 return", REFUSED])

    def test_ports_by_name_range_and_protocol(self):
        rule = policy({"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [
            {"ports": [{"port": "http"}, {"port": 9000, "endPort": 9100}, {"protocol": "UDP"}, {"port": "nameless"}]}]})
        self.assertEqual(chain("ingress-198-18-128-2", rule), [
            "tcp dport 8080 return", "tcp dport 9000-9100 return", "meta l4proto udp return", REFUSED])

    def test_a_name_in_egress_is_the_destinations(self):
        rule = policy({"podSelector": {"matchLabels": {"app": "db"}}, "policyTypes": ["Egress"], "egress": [
            {"to": [{"podSelector": {"matchLabels": {"app": "web"}}}], "ports": [{"port": "http"}]}]})
        self.assertEqual(chain("egress-198-18-128-3", rule), ["ip daddr 198.18.128.2 tcp dport 8080 return", REFUSED])

    def test_blocks_with_exceptions_and_none_of_version_6(self):
        rule = policy({"podSelector": {"matchLabels": {"app": "db"}}, "policyTypes": ["Egress"], "egress": [
            {"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "198.18.0.0/15"]}},
                    {"ipBlock": {"cidr": "::/0"}}], "ports": [{"port": 443}]}]})
        self.assertEqual(chain("egress-198-18-128-3", rule), [
            "ip daddr 0.0.0.0/0 ip daddr != { 10.0.0.0/8, 198.18.0.0/15 } tcp dport 443 return", REFUSED])

    def test_a_rule_for_pods_that_are_not_there_opens_nothing(self):
        rule = policy({"podSelector": {}, "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "gone"}}}]}]})
        self.assertEqual(chain("ingress-198-18-128-3", rule), [REFUSED])
