"""What the chart renders: the overlays' objects by default, and what each value says. Run by check.sh, which renders the overlays
into OVERLAYS and names HELM. Names of values are those of tollgate/values.yaml."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
CHART = FOLDER / "tollgate"
sys.path.insert(0, str(FOLDER.parent / "kubernetes"))
from facts import objects, of_kind, pod  # noqa: E402

OVERLAYS = pathlib.Path(os.environ["OVERLAYS"])
PRODUCTION = ["-f", str(CHART / "values-production.yaml")]
EDGE_DEPLOYMENT = "edge.kind=Deployment"
MTLS = "mtls.enabled=true"
KAFKA = "kafkaExport.enabled=true"
OPERATOR = "operator.enabled=true"
AVAILABLE = "podDisruptionBudgets.enabled=true,spread.enabled=true,autoscaling.enabled=true"
STREAMS = "autoscaling.edgeStreams.enabled=true"
# Each set of manifests that check.sh puts together, and the values that make the chart the same.
SAME = {
    "quickstart": [],
    "quickstart-nodeport": ["--set", "edge.service.type=NodePort,edge.service.nodePort=30080"],
    "quickstart-edge-deployment": ["--set", EDGE_DEPLOYMENT],
    "quickstart-available": ["--set", AVAILABLE],
    "quickstart-streams": ["--set", f"{AVAILABLE},{STREAMS}"],
    "quickstart-mtls": ["--set", MTLS],
    "quickstart-kafka-export": ["--set", KAFKA],
    "production": PRODUCTION,
    "production-streams": [*PRODUCTION, "--set", STREAMS],
    "production-mtls": [*PRODUCTION, "--set", MTLS],
    "production-edge-deployment": [*PRODUCTION, "--set", EDGE_DEPLOYMENT],
    "production-mtls-edge-deployment": [*PRODUCTION, "--set", f"{MTLS},{EDGE_DEPLOYMENT}"],
    "production-kafka-export": [*PRODUCTION, "--set", f"{MTLS},{KAFKA}"],
    "production-keyless": [*PRODUCTION, "--set", "keyless.enabled=true"],
    "quickstart-operator": ["--set", OPERATOR],
    "production-operator": [*PRODUCTION, "--set", OPERATOR],
    "production-gateway": [
        *PRODUCTION, "--set", "ingress.enabled=false,gateway.enabled=true,monitoring.enabled=false,orphans.enabled=false"],
    "base-gateway-mtls-edge-deployment": [
        *PRODUCTION, "--set", f"{MTLS},{EDGE_DEPLOYMENT},ingress.enabled=false,gateway.enabled=true,orphans.enabled=false",
        "--set", "bootstrap.enabled=false,autoscaling.enabled=false,spread.enabled=false,podDisruptionBudgets.enabled=false"],
}
# Told to a program that reads manifests, and no part of what is installed.
REMARKS = {"facts", "kube-score/ignore", "helm.sh/resource-policy"}


def helm(*arguments):
    command = [os.environ["HELM"], "template", "tollgate", str(CHART), "-n", "tollgate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rendered(*arguments):
    answer = helm(*arguments)
    if answer.returncode:
        raise AssertionError(answer.stderr)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(answer.stdout)
        file.flush()
        return objects(file.name)


def with_values(**values):
    return rendered(*[word for name, value in values.items() for word in ("--set", f"{name.replace('_', '.')}={value}")])


def settled(value):
    """Without remarks, and lists of named things by name: their order says nothing."""
    if isinstance(value, dict):
        kept = {key: settled(one) for key, one in value.items()}
        if "annotations" in kept:
            kept["annotations"] = {key: one for key, one in kept["annotations"].items() if key not in REMARKS}
        return {key: one for key, one in kept.items() if not (key == "annotations" and not one)}
    if isinstance(value, list):
        list_ = [settled(one) for one in value]
        named = all(isinstance(one, dict) and "name" in one for one in list_)
        return sorted(list_, key=lambda one: one["name"]) if named else list_
    return value


def by_name(list_):
    return {(thing["kind"], thing["metadata"]["name"]): settled(thing) for thing in list_}


def one(list_, kind, name):
    return next(thing for thing in list_ if (thing["kind"], thing["metadata"]["name"]) == (kind, name))


def container(workload):
    return pod(workload)["containers"][0]


def env(workload):
    return {variable["name"]: variable.get("value") for variable in container(workload)["env"]}


class Overlays(unittest.TestCase):
    maxDiff = None

    def test_each_set_of_manifests_is_the_charts_too(self):
        for overlay, arguments in SAME.items():
            with self.subTest(overlay):
                expected = by_name(objects(OVERLAYS / f"{overlay}.yaml"))
                # The namespace is made by whoever installs the chart into it.
                expected.pop(("Namespace", "tollgate"), None)
                actual = by_name(rendered(*arguments))
                self.assertEqual(sorted(actual), sorted(expected))
                if overlay == "production-gateway":
                    # Overlay production narrows these rights, as the chart does; the component alone does not.
                    del expected["Role", "tollgate-bootstrap"]
                for name, thing in expected.items():
                    self.assertEqual(actual[name], thing, name)

    def test_no_set_of_manifests_is_forgotten(self):
        known = {path.stem for path in OVERLAYS.glob("*.yaml")}
        others = {name for name in known if name in ("base", "production-page") or name.endswith("-service")}
        self.assertEqual(known - others, set(SAME))

    def test_the_charts_versions_are_the_projects(self):
        version = re.search(r"<version>(.*)</version>", (FOLDER.parent.parent / "pom.xml").read_text(encoding="utf-8")).group(1)
        self.assertEqual(re.findall(r"(?m)^(?:appV|v)ersion: (.*)$", (CHART / "Chart.yaml").read_text(encoding="utf-8")), [version] * 2)


class Refused(unittest.TestCase):
    def refused(self, words, *arguments):
        answer = helm(*arguments)
        self.assertNotEqual(answer.returncode, 0, arguments)
        self.assertIn(words, answer.stderr)

    def test_values_that_the_chart_does_not_have(self):
        self.refused("additional properties 'replica' not allowed", "--set", "edge.replica=3")
        self.refused("additional properties 'edg' not allowed", "--set", "edg.replicas=3")
        self.refused("additional properties 'replica' not allowed", "--set", "all.replica=3")
        self.refused("additional properties 'env' not allowed", "--set", "postgres.env.PGDATA=/tmp")
        self.refused("additional properties 'image' not allowed", "--set", "all.image.tag=1")

    def test_values_of_another_type_or_beyond_their_bounds(self):
        self.refused("/edge/replicas", "--set", "edge.replicas=many")
        self.refused("/edge/kind", "--set", "edge.kind=DaemonSet")
        self.refused("/autoscaling/edge/minReplicas", "--set", "autoscaling.edge.minReplicas=0")
        self.refused("/batch/replicas", "--set", "batch.replicas=2")
        self.refused("/image/pullPolicy", "--set", "image.pullPolicy=Sometimes")

    def test_values_that_contradict_each_other(self):
        self.refused("ingress or gateway, not both", "--set", "ingress.enabled=true,gateway.enabled=true")
        self.refused("postgres.external is for postgres.enabled=false", "--set", "postgres.external.host=db")
        self.refused("autoscaling.edgeStreams is for autoscaling.enabled", "--set", STREAMS)
        self.refused("set bootstrap.quickstart=false", "--set", "secrets.internal.name=ours")
        self.refused("keyless.workloads is for keyless.enabled", "--set", "keyless.workloads.issuers[0].issuer=https://ours")
        self.refused("nobody makes Secret tollgate-bootstrap", *PRODUCTION, "--set", f"{OPERATOR},bootstrap.enabled=false")
        self.refused("not both", "--set", "catalogue.inline=a,catalogue.existingConfigMap=b")


class Values(unittest.TestCase):
    def test_every_image_comes_from_the_registry_and_in_the_version_that_is_named(self):
        list_ = rendered("--set", "image.registry=registry.example.com/ai,image.tag=1.2.3,image.pullSecrets={ours}",
                         "--set", "postgres.image.repository=registry.example.com/postgres,redis.image.digest=sha256:0a")
        for workload in of_kind(list_, "Deployment", "StatefulSet", "Job", "CronJob"):
            image = container(workload)["image"]
            name = workload["metadata"]["name"]
            if name not in ("tollgate-postgres", "tollgate-redis"):
                self.assertRegex(image, r"^registry\.example\.com/ai/tollgate-[a-z]+:1\.2\.3$")
            self.assertEqual(pod(workload)["imagePullSecrets"], [{"name": "ours"}], name)
        self.assertEqual(container(one(list_, "StatefulSet", "tollgate-postgres"))["image"], "registry.example.com/postgres:18")
        self.assertEqual(container(one(list_, "StatefulSet", "tollgate-redis"))["image"], "docker.io/library/redis@sha256:0a")

    def test_a_job_whose_pod_changes_is_another_job(self):
        def jobs(*arguments):
            return {thing["metadata"]["name"] for thing in of_kind(rendered(*arguments), "Job")}

        plain, changed = jobs(), jobs("--set", "all.priorityClassName=low")
        self.assertFalse(plain & changed)
        self.assertEqual({re.sub(r"-[0-9a-f]{8}$", "", name) for name in changed}, plain)
        self.assertEqual(changed, jobs("--set", "all.priorityClassName=low"))
        self.assertEqual({re.sub(r"-[0-9a-f]{8}$", "", name) for name in jobs("--set", "keepData=false") - plain},
                         {name for name in plain if "bootstrap" in name})

    def test_what_holds_for_all_pods_gives_way_to_what_one_service_says(self):
        list_ = rendered("--set", "all.env.QUARKUS_LOG_LEVEL=WARN,edge.env.QUARKUS_LOG_LEVEL=DEBUG,all.nodeSelector.disk=fast",
                         "--set", "edge.nodeSelector.disk=fastest,auth.replicas=3,billing.resources.limits.memory=2Gi",
                         "--set", "all.serviceAccount.annotations.who=us,edge.podLabels.team=ai,edge.podAnnotations.note=a")
        edge, auth = one(list_, "StatefulSet", "tollgate-edge"), one(list_, "Deployment", "tollgate-auth")
        self.assertEqual((env(edge)["QUARKUS_LOG_LEVEL"], env(auth)["QUARKUS_LOG_LEVEL"]), ("DEBUG", "WARN"))
        self.assertEqual((pod(edge)["nodeSelector"], pod(auth)["nodeSelector"]), ({"disk": "fastest"}, {"disk": "fast"}))
        self.assertEqual(auth["spec"]["replicas"], 3)
        billing = container(one(list_, "Deployment", "tollgate-billing"))["resources"]
        self.assertEqual((billing["limits"]["memory"], billing["requests"]["memory"]), ("2Gi", "384Mi"))
        self.assertTrue(all(thing["metadata"]["annotations"]["who"] == "us" for thing in of_kind(list_, "ServiceAccount")))
        template = edge["spec"]["template"]["metadata"]
        self.assertEqual((template["labels"]["team"], template["annotations"]["note"]), ("ai", "a"))
        self.assertEqual(template["labels"]["app.kubernetes.io/name"], "tollgate-edge")

    def test_stores_elsewhere_are_named_by_their_secrets(self):
        list_ = rendered(*PRODUCTION, "--set", "postgres.external.host=db,postgres.external.password=p",
                         "--set", "postgres.external.parameters=sslmode=require,redis.external.url=redis://r:6379")
        made = one(list_, "Secret", "tollgate-postgres")["stringData"]
        self.assertEqual(made["TOLLGATE_DB_REACTIVE_URL"], "postgresql://db:5432/tollgate?sslmode=require")
        self.assertEqual(made["TOLLGATE_DB_JDBC_URL"], "jdbc:postgresql://db:5432/tollgate?sslmode=require")
        self.assertEqual((made["TOLLGATE_DB_USER"], made["TOLLGATE_DB_PASSWORD"]), ("tollgate", "p"))
        self.assertEqual(one(list_, "Secret", "tollgate-redis")["stringData"]["TOLLGATE_REDIS_URL"], "redis://r:6379")

    def test_pods_read_secrets_by_the_names_that_are_given(self):
        list_ = rendered(*PRODUCTION, "--set", "secrets.masterKeys.name=ours,secrets.providers.data.OPENAI_API_KEY=sk-a")
        names = [source["secretRef"]["name"] for source in container(one(list_, "Deployment", "tollgate-routing"))["envFrom"]]
        self.assertIn("ours", names)
        self.assertNotIn("tollgate-master-keys", names)
        self.assertEqual(one(list_, "Secret", "tollgate-providers")["stringData"], {"OPENAI_API_KEY": "sk-a"})

    def test_a_changed_secret_of_the_charts_rolls_the_pods(self):
        def note(key):
            list_ = rendered("--set", f"secrets.providers.data.OPENAI_API_KEY={key}")
            return one(list_, "Deployment", "tollgate-routing")["spec"]["template"]["metadata"]["annotations"]["tollgate.dev/secrets"]

        self.assertNotEqual(note("sk-a"), note("sk-b"))

    def test_the_catalogue_is_the_callers(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write("models: []\n")
            file.flush()
            list_ = rendered("--set-file", f"catalogue.inline={file.name}")
        self.assertEqual(one(list_, "ConfigMap", "tollgate-catalogue")["data"], {"catalogue.yaml": "models: []\n"})
        list_ = with_values(catalogue_existingConfigMap="ours")
        self.assertNotIn(("ConfigMap", "tollgate-catalogue"), by_name(list_))
        volumes = {volume["name"]: volume for volume in pod(one(list_, "Deployment", "tollgate-billing"))["volumes"]}
        self.assertEqual(volumes["catalogue"]["configMap"]["name"], "ours")

    def test_what_uninstalling_leaves_is_asked_for(self):
        kept, gone = rendered(), with_values(keepData="false")
        claim = ("PersistentVolumeClaim", "tollgate-batch-files")
        self.assertEqual(one(kept, *claim)["metadata"]["annotations"]["helm.sh/resource-policy"], "keep")
        self.assertNotIn("helm.sh/resource-policy", one(gone, *claim)["metadata"].get("annotations", {}))
        for name in ("edge", "postgres", "redis"):
            policy = one(gone, "StatefulSet", f"tollgate-{name}")["spec"]["persistentVolumeClaimRetentionPolicy"]
            self.assertEqual(policy, {"whenDeleted": "Delete", "whenScaled": "Retain"})
        job = next(thing for thing in of_kind(gone, "Job") if "bootstrap" in thing["metadata"]["name"])
        self.assertEqual(env(job)["TOLLGATE_BOOTSTRAP_OWNER"], "tollgate-edge")

    def test_an_edges_time_to_end_follows_its_drain(self):
        for kind, grace in (("StatefulSet", 960), ("Deployment", 1560)):
            edge = one(rendered("--set", f"edge.drainSeconds=900,edge.kind={kind}"), kind, "tollgate-edge")
            self.assertEqual((env(edge)["TOLLGATE_SHUTDOWN_TIMEOUT"], pod(edge)["terminationGracePeriodSeconds"]), ("900s", grace))

    def test_autoscalers_take_their_bounds_and_targets(self):
        list_ = rendered("--set", "autoscaling.enabled=true,autoscaling.edge.maxReplicas=50,autoscaling.auth.minReplicas=3",
                         "--set", "autoscaling.edgeStreams.enabled=true,autoscaling.edgeStreams.streams=800",
                         "--set", "autoscaling.edgeStreams.requestsPerSecond=0,edge.replicas=7")
        edge = one(list_, "HorizontalPodAutoscaler", "tollgate-edge")["spec"]
        self.assertEqual((edge["minReplicas"], edge["maxReplicas"]), (2, 50))
        asked = {metric["pods"]["metric"]["name"]: metric["pods"]["target"]["averageValue"] for metric in edge["metrics"] if "pods" in metric}
        self.assertEqual(asked, {"tollgate_edge_streams": "800"})
        self.assertEqual([metric["type"] for metric in edge["metrics"]], ["Resource", "Pods"])
        self.assertEqual(one(list_, "HorizontalPodAutoscaler", "tollgate-auth")["spec"]["minReplicas"], 3)
        self.assertNotIn("replicas", one(list_, "StatefulSet", "tollgate-edge")["spec"])

    def test_hosts_and_certificates_are_the_callers(self):
        hosts = "hosts.api.name=api.our.domain,hosts.api.tlsSecret=ours,hosts.publicUrl=https://console.our.domain"
        list_ = rendered(*PRODUCTION, "--set", f"{hosts},ingress.className=traefik,ingress.annotations.issuer=ca")
        ingress = one(list_, "Ingress", "tollgate-api")
        self.assertEqual(ingress["spec"]["rules"][0]["host"], "api.our.domain")
        self.assertEqual(ingress["spec"]["tls"], [{"hosts": ["api.our.domain"], "secretName": "ours"}])
        self.assertEqual((ingress["spec"]["ingressClassName"], ingress["metadata"]["annotations"]["issuer"]), ("traefik", "ca"))
        self.assertEqual(env(one(list_, "Deployment", "tollgate-console"))["TOLLGATE_PUBLIC_URL"], "https://console.our.domain")
        list_ = rendered(*PRODUCTION, "--set", f"{hosts},ingress.enabled=false,gateway.enabled=true,gateway.parentRefs[0].name=shared")
        self.assertEqual(of_kind(list_, "Gateway"), [])
        route = one(list_, "HTTPRoute", "tollgate-api")["spec"]
        self.assertEqual((route["parentRefs"], route["hostnames"]), ([{"name": "shared"}], ["api.our.domain"]))

    def test_volumes_take_their_size_and_class(self):
        list_ = rendered("--set", "edge.journal.size=9Gi,edge.journal.storageClass=fast,batch.files.size=1Ti,postgres.storage.size=5Gi")
        journal = one(list_, "StatefulSet", "tollgate-edge")["spec"]["volumeClaimTemplates"][0]["spec"]
        self.assertEqual((journal["resources"]["requests"]["storage"], journal["storageClassName"]), ("9Gi", "fast"))
        files = one(list_, "PersistentVolumeClaim", "tollgate-batch-files")["spec"]
        self.assertEqual(files["resources"]["requests"]["storage"], "1Ti")
        data = one(list_, "StatefulSet", "tollgate-postgres")["spec"]["volumeClaimTemplates"][0]["spec"]
        self.assertEqual(data["resources"]["requests"]["storage"], "5Gi")
        self.assertNotIn(("PersistentVolumeClaim", "tollgate-batch-files"), by_name(with_values(batch_files_existingClaim="ours")))

    def test_the_workloads_file_is_made_of_values_or_is_the_callers(self):
        workloads = "keyless.workloads.issuers[0].issuer=https://ours,keyless.workloads.workloads[0].namespace=team-*"
        list_ = rendered("--set", f"keyless.enabled=true,{workloads}")
        file = one(list_, "ConfigMap", "tollgate-workloads")["data"]["workloads.yaml"]
        self.assertEqual(file, "issuers:\n- issuer: https://ours\nworkloads:\n- namespace: team-*")
        self.assertNotIn(("ConfigMap", "tollgate-workloads"), by_name(with_values(keyless_enabled="true")))

    def test_the_operator_is_told_its_namespace_and_where_its_token_is(self):
        list_ = rendered("-n", "ai", "--set", f"{OPERATOR},operator.token.secret=ours,operator.token.key=pat")
        operator = one(list_, "Deployment", "tollgate-operator")
        self.assertEqual(env(operator)["TOLLGATE_OPERATOR_EDGE_URL"], "http://tollgate-edge.ai.svc/v1")
        token = next(one for one in container(operator)["env"] if one["name"] == "TOLLGATE_OPERATOR_TOKEN")
        self.assertEqual(token["valueFrom"]["secretKeyRef"], {"name": "ours", "key": "pat"})
        binding = one(list_, "ClusterRoleBinding", "tollgate-operator")
        self.assertEqual(([subject["namespace"] for subject in binding["subjects"]], binding["metadata"].get("namespace")), (["ai"], None))

    def test_uninstalling_leaves_the_definitions_of_custom_resources(self):
        definitions = of_kind(rendered("--set", f"{OPERATOR},keepData=false"), "CustomResourceDefinition")
        self.assertEqual(len(definitions), 7)
        for definition in definitions:
            self.assertEqual(definition["metadata"]["annotations"]["helm.sh/resource-policy"], "keep")

    def test_cert_manager_is_asked_for_the_inner_certificate(self):
        certificate = one(rendered("--set", "mtls.enabled=true,mtls.issuerRef.name=ca"), "Certificate", "tollgate-inner")["spec"]
        self.assertEqual(certificate["issuerRef"], {"name": "ca"})
        self.assertEqual(sorted(certificate["dnsNames"]), [f"tollgate-{name}" for name in ("auth", "batch", "billing", "ratelimit", "routing")])

    def test_objects_of_the_callers_are_installed_too(self):
        list_ = rendered("--set-json", 'extraObjects=[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"ours"}},'
                         '"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: of-{{ .Release.Name }}}"]')
        self.assertTrue({("ConfigMap", "ours"), ("ConfigMap", "of-tollgate")} <= by_name(list_).keys())

    def test_common_labels_are_on_every_object_and_pod(self):
        for thing in with_values(commonLabels_team="ai"):
            self.assertEqual(thing["metadata"]["labels"]["team"], "ai")
            if thing["kind"] in ("Deployment", "StatefulSet", "Job"):
                self.assertEqual(thing["spec"]["template"]["metadata"]["labels"]["team"], "ai")
                self.assertNotIn("team", thing["spec"].get("selector", {}).get("matchLabels", {}))


if __name__ == "__main__":
    unittest.main()
