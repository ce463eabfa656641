package dev.tollgate.auth.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tollgate.auth.key.WorkloadTerms;
import dev.tollgate.auth.workload.WorkloadsFile.FaultyFile;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadsReaderTest {
    private static final String GOOD = """
            issuers:
              - issuer: https://kubernetes.default.svc.cluster.local
                jwks_url: https://kubernetes.default.svc/openid/v1/jwks
                ca_file: /ca.crt
                token_file: /token
              - issuer: https://other.example
                jwks_file: /keys/other.json
            workloads:
              - namespace: team-a
                service_account: batch
                account: acct_a
                group: cheap
                models: [gpt-4o-mini]
                limits: {rpm: 60, tpm: 10000, concurrency: 2}
                spend_limits: [limit_1]
              - namespace: team-*
                service_account: "*"
                issuer: https://other.example
                account: acct_other
              - namespace: team-*
                service_account: "*"
                account: acct_all
            """;

    @Test
    void readsWhoDrawsOnWhat() throws FaultyFile {
        Workloads read = WorkloadsReader.read(GOOD);
        assertThat(read.audience()).isEqualTo("tollgate");
        assertThat(read.issuers())
                .containsExactly(
                        new Workloads.Issuer(
                                "https://kubernetes.default.svc.cluster.local",
                                new KeySource.AtAddress(
                                        URI.create("https://kubernetes.default.svc/openid/v1/jwks"),
                                        Path.of("/ca.crt"),
                                        Path.of("/token"))),
                        new Workloads.Issuer(
                                "https://other.example", new KeySource.InFile(Path.of("/keys/other.json"))));
        assertThat(read.terms(of("https://kubernetes.default.svc.cluster.local", "team-a", "batch")))
                .contains(new WorkloadTerms(
                        "acct_a",
                        "cheap",
                        List.of("gpt-4o-mini"),
                        new RateLimits(60L, 10_000L, null, 2L),
                        List.of("limit_1")));
    }

    @Test
    void theFirstRuleThatFitsHolds() throws FaultyFile {
        Workloads read = WorkloadsReader.read(GOOD);
        assertThat(account(read, "https://other.example", "team-a", "batch")).isEqualTo("acct_a");
        assertThat(account(read, "https://other.example", "team-b", "batch")).isEqualTo("acct_other");
        assertThat(account(read, "https://kubernetes.default.svc.cluster.local", "team-b", "web"))
                .isEqualTo("acct_all");
        assertThat(account(read, "https://other.example", "kube-system", "web")).isEqualTo("none");
        assertThat(account(read, "https://other.example", "my-team-a", "web")).isEqualTo("none");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("workloads:", "workloads: []\nx:", "x: Unrecognized"),
                arguments("namespace: team-a", "namespce: team-a", "namespce"),
                arguments("account: acct_a", "account: acct a", "workloads[0].account: must be an account's id"),
                arguments("rpm: 60", "rpm: 0", "workloads[0].limits"),
                arguments("rpm: 60", "rpn: 60", "rpn"),
                arguments("rpm: 60", "rpm: 60, rpm: 70", "rpm"),
                arguments("group: cheap", "group: a b", "workloads[0].group: must be 1 to 64"),
                arguments("namespace: team-a", "namespace: Team_A", "workloads[0].namespace: must be a name"),
                arguments("service_account: batch", "service_account:", "workloads[0].service_account: is required"),
                arguments("jwks_file: /keys/other.json", "ca_file: /x", "issuers[1]: must have either"),
                arguments("jwks_file: /keys/other.json", "jwks_file: /x\n    ca_file: /x", "belong to jwks_url"),
                arguments("https://kubernetes.default.svc/o", "http://kubernetes.default.svc/o", "an https address"),
                arguments("issuer: https://other.example\n    jwks", "issuer: ''\n    jwks", "issuers[1].issuer: must"),
                arguments(
                        "issuer: https://other.example\n    acc",
                        "issuer: https://no\n    acc",
                        "workloads[1].issuer"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldWithItsField(String good, String bad, String told) {
        assertThat(GOOD).contains(good);
        String text = GOOD.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
        assertThatThrownBy(() -> WorkloadsReader.read(text))
                .isInstanceOf(FaultyFile.class)
                .hasMessageContaining(told);
    }

    @Test
    void aFileThatIsNoMappingIsRefused() {
        for (String text : List.of("", "- a", "issuers: {", "a: &a [*a]")) {
            assertThatThrownBy(() -> WorkloadsReader.read(text)).as(text).isInstanceOf(FaultyFile.class);
        }
    }

    private static String account(Workloads workloads, String issuer, String namespace, String serviceAccount) {
        return workloads
                .terms(of(issuer, namespace, serviceAccount))
                .map(WorkloadTerms::accountId)
                .orElse("none");
    }

    private static Workload of(String issuer, String namespace, String serviceAccount) {
        return new Workload(issuer, namespace, serviceAccount);
    }
}
