package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the API server takes of the custom resources, and what it refuses before any operator sees it. Needs no
/// node.
class CustomResourceRulesK8s {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Namespace TRIED = new Namespace("tollgate-rules");

    @BeforeAll
    static void prepare() {
        Path definitions = Checkout.HOME.resolve("deploy/kubernetes/components/operator/definitions");
        Kubectl.run("apply", "--server-side", "--validate=strict", "-f", definitions.toString());
        Kubectl.run("wait", "--for=condition=Established", "-f", definitions.toString());
        Namespace.fresh(TRIED.name());
    }

    @AfterAll
    static void clean() {
        TRIED.delete();
    }

    /// @param why a part of what the API server says
    record Refused(String kind, String spec, String why) {}

    static Stream<Refused> refused() {
        return Stream.of(
                new Refused("Provider", "{kind: openai}", "spec.baseUrl: Required value"),
                new Refused("Provider", "{kind: openai, baseUrl: 'ftp://a.example'}", "must be an http or https URL"),
                new Refused("Provider", "{kind: openai, baseUrl: 'https://u@a.example'}", "no user, query or fragment"),
                new Refused(
                        "Provider", "{kind: openai, baseUrl: 'https://a.example', onClientGone: wait}", "onClientGone"),
                new Refused(
                        "Provider",
                        "{kind: openai, baseUrl: 'https://a.example', timeouts: {plain: 1d}}",
                        "spec.timeouts.plain"),
                new Refused(
                        "Provider",
                        "{kind: openai, baseUrl: 'https://a.example', secret: sk-1}",
                        "unknown field \"spec.secret\""),
                new Refused("Model", "{contextWindow: 8192}", "spec.owner: Required value"),
                new Refused("Model", "{owner: acme, contextWindow: 10, outputBound: 11}", "at most the context window"),
                new Refused(
                        "Model", "{owner: acme, outputBound: 10, leastUsefulOutput: 11}", "at most the output bound"),
                new Refused("Model", "{owner: acme, aliases: [a, a]}", "each at most once"),
                new Refused("Route", "{model: m, deployments: []}", "should have at least 1 items"),
                new Refused(
                        "Route",
                        "{model: m, deployments: [{name: a, provider: p}, {name: a, provider: q}]}",
                        "each name at most once"),
                new Refused(
                        "Route",
                        "{model: m, deployments: [{name: a, provider: p, weight: 1001}]}",
                        "less than or equal to 1000"),
                new Refused("Group", "{models: ['*', a]}", "stands alone"),
                new Refused("Group", "{models: [a], except: [b]}", "goes only beside"),
                new Refused("PriceList", "{effectiveFrom: '2030-01-01T00:00:00Z'}", "must price something"),
                new Refused(
                        "PriceList",
                        "{effectiveFrom: tomorrow, groups: [{id: a, multiplier: '1'}]}",
                        "spec.effectiveFrom"),
                new Refused(
                        "PriceList",
                        "{groups: [{id: a, multiplier: '1'}, {id: a, multiplier: '2'}]}",
                        "each id at most once"),
                new Refused("Account", "{namespaces: [Team_A]}", "must be names of namespaces"),
                new Refused("Account", "{namespaces: [a, a]}", "each at most once"),
                new Refused("Account", "{credit: {gift: '-1'}}", "spec.credit.gift"),
                new Refused("ApiKey", "{ipAllow: [everywhere]}", "must be addresses or blocks"),
                new Refused("ApiKey", "{limits: {rpm: 0}}", "greater than or equal to 1"),
                new Refused("ApiKey", "{rotation: {every: 10s}}", "must be at least a minute"),
                new Refused("ApiKey", "{rotation: {every: 1h, grace: 2h}}", "must be shorter than every"),
                new Refused("ApiKey", "{rotation: {grace: 721h}}", "at most 720h"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(Refused one) {
        Kubectl.Outcome outcome = create(manifest(one.kind(), "tried", one.spec()), "--dry-run=server");
        assertThat(outcome.succeeded()).as(one.kind() + " " + one.spec()).isFalse();
        assertThat(outcome.err()).contains(one.why());
    }

    static Stream<List<String>> accepted() {
        return Stream.of(
                List.of(
                        "Provider",
                        "{kind: anthropic, baseUrl: 'https://a.example/v1', "
                                + "credentialRef: {name: a, key: k}, timeouts: {firstByte: 60s}}"),
                List.of(
                        "Model",
                        "{id: 'org/Chat-1', owner: org, contextWindow: 8192, outputBound: 1024, "
                                + "fallbacks: {any: [b]}}"),
                List.of(
                        "Route",
                        "{model: 'org/Chat-1', deployments: [{name: eu, provider: a, "
                                + "upstreamModel: chat, weight: 0, probe: {interval: 30s}}]}"),
                List.of("Group", "{models: ['*'], except: [a], limits: {rpm: 100}}"),
                List.of(
                        "PriceList",
                        "{models: [{id: a, prices: {input: 0.5, output: '2', tiers: [{above: 1000, input: 1}]}}]}"),
                List.of(
                        "Account",
                        "{group: vip, keyGroups: [trial], credit: {gift: '12.50', overdraft: '0'}, "
                                + "namespaces: [team-a]}"),
                List.of(
                        "ApiKey",
                        "{models: [a], ipAllow: ['10.0.0.0/8', '::1'], "
                                + "expiresAt: '2030-01-01T00:00:00Z', rotation: {every: 720h, grace: 24h, round: 1}}"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void isAccepted(List<String> one) {
        Kubectl.Outcome outcome = create(manifest(one.getFirst(), "tried", one.getLast()), "--dry-run=server");
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
    }

    /// @param before a spec that is taken
    /// @param after one that is not, after it
    record Changed(String kind, String before, String after, String why) {}

    static Stream<Changed> changed() {
        return Stream.of(
                new Changed(
                        "Provider",
                        "{id: a, kind: openai, baseUrl: 'https://a.example'}",
                        "{id: b, kind: openai, baseUrl: 'https://a.example'}",
                        "id never changes"),
                new Changed("Model", "{owner: acme}", "{id: b, owner: acme}", "id never changes"),
                new Changed(
                        "Route",
                        "{model: a, deployments: [{name: a, provider: p}]}",
                        "{model: b, deployments: [{name: a, provider: p}]}",
                        "model never changes"),
                new Changed("Account", "{credit: {gift: '1'}}", "{credit: {gift: '2'}}", "it never changes"),
                new Changed("ApiKey", "{secretName: a}", "{secretName: b}", "secretName never changes"),
                new Changed("ApiKey", "{rotation: {round: 2}}", "{rotation: {round: 1}}", "only grows"));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void mayNotBeChangedSo(Changed one) {
        String name = "changed-" + Integer.toHexString(one.hashCode());
        try {
            assertThat(create(manifest(one.kind(), name, one.before())).err()).isEmpty();
            Kubectl.Outcome outcome = apply(manifest(one.kind(), name, one.after()));
            assertThat(outcome.succeeded()).isFalse();
            assertThat(outcome.err()).contains(one.why());
        } finally {
            TRIED.attempt("delete", one.kind().toLowerCase(Locale.ROOT) + ".tollgate.dev", name);
        }
    }

    static Stream<String> examples() {
        String page = Checkout.read(Checkout.HOME.resolve("docs/custom-resources.md"));
        return Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("apiVersion: "));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatThePageShowsIsAccepted(String example) {
        String here = example.replaceAll("namespace: (team-a|tollgate)\\b", "namespace: " + TRIED.name());
        Kubectl.Outcome outcome = create(here, "--dry-run=server");
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
    }

    @Test
    void allKindsAreListedByOneWord() {
        assertThat(TRIED.attempt("get", "tollgate").succeeded()).isTrue();
        assertThat(TRIED.run("api-resources", "--api-group=tollgate.dev", "--categories=tollgate", "-o", "name"))
                .hasLineCount(7);
    }

    private static String manifest(String kind, String name, String spec) {
        return """
                apiVersion: tollgate.dev/v1alpha1
                kind: %s
                metadata: {name: %s%s}
                spec: %s
                """.formatted(kind, name, kind.equals("ApiKey") ? ", namespace: " + TRIED.name() : "", spec);
    }

    private static Kubectl.Outcome create(String manifest, String... options) {
        return run(List.of("create", "--validate=strict", "-f", "-"), manifest, options);
    }

    private static Kubectl.Outcome apply(String manifest) {
        return run(List.of("apply", "--server-side", "--force-conflicts", "-f", "-"), manifest);
    }

    private static Kubectl.Outcome run(List<String> command, String manifest, String... options) {
        return Kubectl.attempt(
                PATIENCE,
                manifest,
                Stream.concat(command.stream(), Stream.of(options)).toList());
    }
}
