package dev.tollgate.e2e.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The overlay `production` as an administrator uses it: the commands and the overlay of docs/kubernetes.md, with the
/// stores and the provider in another namespace, and a catalogue of one's own.
final class Production {
    /// Postgres, Redis and a provider that are not the suite's.
    static final Namespace ELSEWHERE = new Namespace("tollgate-elsewhere");
    /// As many pods of each service as the autoscalers ask for at least.
    static final int PODS = 2;

    static final Path FOLDER = Path.of("target/production").toAbsolutePath();
    private static final String DEPLOY = "../../../../deploy/kubernetes/";
    private static final String PASSWORD = "e2e-password";

    private static final String STORES = """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: tollgate-elsewhere
            components:
              - ../DEPLOYcomponents/postgres
              - ../DEPLOYcomponents/redis
              - ../DEPLOYcomponents/demo
            patches:
              # They know pods of their own namespace only.
              - target: {kind: NetworkPolicy}
                patch: |-
                  $patch: delete
                  apiVersion: networking.k8s.io/v1
                  kind: NetworkPolicy
                  metadata: {name: any}
              - target: {kind: StatefulSet, name: tollgate-redis}
                patch: |-
                  - {op: add, path: /spec/template/spec/containers/0/args/-, value: --requirepass}
                  - {op: add, path: /spec/template/spec/containers/0/args/-, value: PASSWORD}
            """;

    private static final String CATALOGUE = """
            version: 1
            providers:
              - id: house
                kind: openai
                base_url: http://tollgate-demo.tollgate-elsewhere/v1
                credential: env:OPENAI_API_KEY
                on_client_gone: cancel
            models:
            MODELS
            deployments:
              - {id: house/demo, provider: house, model: demo}
              - {id: house/demo-500ms, provider: house, model: demo-500ms}
            groups:
              - {id: default, models: ["*"], multiplier: 1.0}
            """;

    private static final String MODEL = """
            - id: MODEL
              owner: house
              context_window: 128000
              output_bound: 4096
              least_useful_output: 16
              capabilities: [chat]
              created: 2026-01-01
              prices: {input: 1, cached_input: 0.1, output: 4}
            """;

    /// A provider in the cluster needs a policy of its own, as the page says.
    private static final String PROVIDER_POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: edge-to-provider}
            spec:
              podSelector: {matchLabels: {app.kubernetes.io/name: tollgate-edge}}
              policyTypes: [Egress]
              egress:
                - to:
                    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: tollgate-elsewhere}}
                      podSelector: {matchLabels: {app.kubernetes.io/name: tollgate-demo}}
                  ports: [{port: 8086}]
            """;

    private static final Page PAGE = new Page();

    private Production() {}

    /// On a cluster that has neither.
    ///
    /// @param components of deploy/kubernetes/components, on top of the overlay
    /// @param patches entries of the overlay's list of patches, or nothing
    static Suite applied(List<String> components, String patches) {
        remove();
        stores();
        Page.run(FOLDER, PAGE.block("Production, step by step", "kubectl create namespace tollgate"), secrets());
        if (components.contains("mtls")) {
            certify();
        }
        write(components, patches);
        Suite.NAMESPACE.apply(FOLDER);
        Suite.SERVICES.forEach(service -> Suite.NAMESPACE.awaitPods(service, PODS));
        return Suite.found();
    }

    private static void write(List<String> components, String patches) {
        write("kustomization.yaml", overlay(components, patches));
        write("provider-policy.yaml", PROVIDER_POLICY);
        write("catalogue.yaml", catalogue());
    }

    static void remove() {
        Suite.forget();
        Suite.NAMESPACE.delete();
        ELSEWHERE.delete();
    }

    /// A new authority, with a certificate for all: the page's own commands.
    static void certify() {
        Page.run(FOLDER, PAGE.block("TLS between services", "openssl"), Map.of());
    }

    /// The namespaces of proxies and of Prometheus are labelled.
    static void letIn(Namespace proxies, Namespace prometheus) {
        Page.run(
                FOLDER,
                PAGE.block("Production, step by step", "kubectl label namespace"),
                Map.of(
                        "namespace ingress-nginx", "namespace " + proxies.name(),
                        "namespace monitoring", "namespace " + prometheus.name()));
    }

    private static void stores() {
        Namespace.fresh(ELSEWHERE.name());
        ELSEWHERE.secret("tollgate-postgres", Map.of("TOLLGATE_DB_USER", "tollgate", "TOLLGATE_DB_PASSWORD", PASSWORD));
        write("elsewhere/kustomization.yaml", STORES.replace("DEPLOY", DEPLOY).replace("PASSWORD", PASSWORD));
        ELSEWHERE.apply(FOLDER.resolve("elsewhere"));
        ELSEWHERE.awaitAll();
    }

    private static Map<String, String> secrets() {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("db.your.domain", "tollgate-postgres.tollgate-elsewhere");
        own.put("redis://:…@redis.your.domain", "redis://:" + PASSWORD + "@tollgate-redis.tollgate-elsewhere");
        own.put("TOLLGATE_DB_PASSWORD=…", "TOLLGATE_DB_PASSWORD=" + PASSWORD);
        own.put("sk-…", "sk-e2e");
        return own;
    }

    /// The page's overlay on this checkout, with the images that the nodes have, and these components.
    private static String overlay(List<String> components, String patches) {
        String overlay = PAGE.block("What lies where", "kind: Kustomization")
                .replace("your.domain", "e2e.test")
                .replaceAll("https://\\S+//deploy/kubernetes/(\\S+)\\?ref=\\S+", DEPLOY + "$1")
                .replaceAll("(?s)\\nimages:.*", "\n")
                .replace("resources:\n", "resources:\n  - provider-policy.yaml\n")
                .replace("patches:\n", "patches:\n" + patches.indent(2));
        String wanted = components.stream()
                .map(component -> "  - " + DEPLOY + "components/" + component + "\n")
                .collect(Collectors.joining());
        return overlay.replaceAll("components:\\n(  - .*\\n)+", wanted.isEmpty() ? "" : "components:\n" + wanted);
    }

    private static String catalogue() {
        String models = MODEL.replace("MODEL", "demo") + MODEL.replace("MODEL", "demo-500ms");
        return CATALOGUE.replace("MODELS\n", models.indent(2));
    }

    private static void write(String name, String text) {
        try {
            Path file = FOLDER.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
