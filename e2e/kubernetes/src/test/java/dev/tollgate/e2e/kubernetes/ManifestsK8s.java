package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every set of manifests against the real API server, with its strictest validation. Needs no node.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestsK8s {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Namespace TRIED = new Namespace("tollgate-tried");

    @BeforeAll
    static void prepare() {
        Namespace.fresh(TRIED.name());
        Namespace.fresh(Suite.NAMESPACE.name());
    }

    @AfterAll
    static void clean() {
        TRIED.delete();
        Suite.NAMESPACE.delete();
    }

    /// Overlays, services by themselves, and combinations of components.
    static Stream<Path> sets() {
        return Checkout.rendered().stream();
    }

    static Stream<Path> overlays() {
        return Checkout.overlays().stream();
    }

    @ParameterizedTest
    @Order(1)
    @MethodSource("sets")
    void aSetOfManifestsIsAccepted(Path set) {
        Kubectl.Outcome outcome = dryRun(Checkout.read(set));
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
    }

    /// Strictness that can be seen: the same, with a word that no API knows.
    @Test
    @Order(2)
    void aMisspeltFieldWouldBeRefused() {
        String manifest = Kubectl.run("kustomize", Checkout.base("edge").toString());
        assertThat(manifest).contains("containerPort:");
        Kubectl.Outcome outcome = dryRun(manifest.replace("containerPort:", "containrPort:"));
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.err()).contains("containrPort");
    }

    /// Twice, as an administrator who is not sure does.
    @ParameterizedTest
    @Order(3)
    @MethodSource("overlays")
    void anOverlayIsAppliedForReal(Path overlay) {
        Suite.NAMESPACE.delete();
        String manifest = Kubectl.run(PATIENCE, "", List.of("kustomize", overlay.toString()));
        for (int turn = 0; turn < 2; turn++) {
            Kubectl.run(PATIENCE, "", List.of("apply", "--validate=strict", "-k", overlay.toString()));
        }
        for (JsonNode object : Manifests.of(manifest)) {
            String namespace = object.at("/metadata/namespace").asText("default");
            Kubectl.run("get", kind(object), object.at("/metadata/name").asText(), "-n", namespace);
        }
    }

    private static Kubectl.Outcome dryRun(String manifest) {
        // Where a set names no namespace it takes this one.
        List<String> arguments = new ArrayList<>(List.of("apply", "-f", "-", "--server-side", "--dry-run=server"));
        arguments.addAll(List.of("--validate=strict", "--force-conflicts"));
        if (!manifest.contains("namespace: tollgate")) {
            arguments.addAll(List.of("-n", TRIED.name()));
        }
        return Kubectl.attempt(PATIENCE, manifest, arguments);
    }

    /// `kind.version.group`, as kubectl wants one that several groups may have.
    private static String kind(JsonNode object) {
        String version = object.get("apiVersion").asText();
        String kind = object.get("kind").asText();
        int slash = version.indexOf('/');
        return slash < 0 ? kind : kind + "." + version.substring(slash + 1) + "." + version.substring(0, slash);
    }
}
