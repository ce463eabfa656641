package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Probe;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.catalogue.CatalogueFile.Rollout;
import dev.tollgate.routing.credential.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutReaderTest {
    @Test
    void aCanaryHasPresets() {
        assertThat(rollout("canary: {}"))
                .isEqualTo(new Rollout(new Canary(List.of(1, 5, 25, 50, 100), 600_000, 200, 50), 0, null));
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(rollout("canary: {steps: [10, 100], every: 1m, max_error_rate: 0.25, min_requests: 7}")
                        .canary())
                .isEqualTo(new Canary(List.of(10, 100), 60_000, 25, 7));
        assertThat(rollout("shadow: {share: 0.5}, probe: {interval: 1m, timeout: 2s, path: /models}"))
                .isEqualTo(new Rollout(null, 50, new Probe(60_000, 2_000, "/models")));
        assertThat(rollout("probe: {}").probe()).isEqualTo(new Probe(30_000, 5_000, null));
    }

    @Test
    void whatIsShownCanBeSentAgain() {
        String words =
                "canary: {steps: [10, 100], every: 1m, max_error_rate: 0.25, min_requests: 7}, probe: {path: /x}";
        CatalogueFile file = valid(words);
        assertThat(Definitions.of(file, Kind.DEPLOYMENT).get("more"))
                .containsEntry(
                        "canary",
                        Map.of("steps", List.of(10, 100), "every", "60s", "max_error_rate", "0.25", "min_requests", 7L))
                .containsEntry("probe", Map.of("interval", "30s", "timeout", "5s", "path", "/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "canary: {steps: [10, 10]} | canary.steps[1] | must be more than the step before",
                "canary: {steps: [0]} | canary.steps[0] | must be a whole percentage from 1 to 100",
                "canary: {steps: []} | canary.steps | must be 1 to 20 percentages",
                "canary: {every: 1s} | canary.every | must be at least 10s",
                "canary: {max_error_rate: 101} | canary.max_error_rate | must be at most 100 percent",
                "'canary: {}, shadow: {share: 1}' | shadow | goes with no canary: a shadow is sent copies, a canary requests",
                "shadow: {} | shadow.share | 'must be more than 0 percent, and at most 100'",
                "probe: {interval: 10ms} | probe.interval | must be at least 1s",
                "probe: {path: models} | probe.path | 'must be a path such as /models, not \"models\"'"
            })
    void problemsAreNamedWithTheirField(String words, String field, String message) {
        assertThat(problems(words))
                .extracting(Problem::field, Problem::message)
                .contains(org.assertj.core.groups.Tuple.tuple("deployments[0]." + field, message));
    }

    @Test
    void aModelHasOneCanary() {
        String two = SampleFile.with("deployments:\n", """
                deployments:
                  - {id: a, provider: demo, model: gpt-x, canary: {}}
                  - {id: b, provider: demo, model: gpt-x, canary: {}}
                """);
        assertThat(read(two)).isInstanceOfSatisfying(Reading.Invalid.class, invalid -> assertThat(invalid.problems())
                .extracting(Problem::field)
                .containsExactly("deployments[1].canary"));
    }

    @Test
    void aShadowIsNoDeploymentThatRequestsAreSentTo() {
        Catalogue catalogue = new CatalogueCompiler(
                        MasterKeys.parse("k:" + Base64.getEncoder().encodeToString(new byte[32])), false)
                .compile(valid("shadow: {share: 2.5}"), Secrets.resolve(Set.of(), name -> null, Map.of()), null);
        assertThat(catalogue.deployments()).noneMatch(one -> one.id().equals("more"));
        assertThat(catalogue.shadows()).singleElement().satisfies(shadow -> {
            assertThat(shadow.deployment().id()).isEqualTo("more");
            assertThat(shadow.share()).isEqualTo(250);
        });
        assertThat(SnapshotVersion.read(new String(SnapshotVersion.bytes(catalogue), StandardCharsets.UTF_8)))
                .isEqualTo(catalogue);
    }

    private static Rollout rollout(String words) {
        return valid(words).deployments().stream()
                .filter(entry -> entry.id().equals("more"))
                .map(DeploymentEntry::rollout)
                .findFirst()
                .orElseThrow();
    }

    private static CatalogueFile valid(String words) {
        return ((Reading.Valid) read(with(words))).file();
    }

    private static List<Problem> problems(String words) {
        return ((Reading.Invalid) read(with(words))).problems();
    }

    private static String with(String words) {
        return SampleFile.with(
                "deployments:\n", "deployments:\n  - {id: more, provider: demo, model: gpt-x, " + words + "}\n");
    }

    private static Reading read(String text) {
        return new CatalogueReader(1 << 20, name -> null).read(text.getBytes(StandardCharsets.UTF_8));
    }
}
