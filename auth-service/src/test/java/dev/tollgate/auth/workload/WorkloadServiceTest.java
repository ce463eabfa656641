package dev.tollgate.auth.workload;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.changesSince;
import static dev.tollgate.auth.AuthApi.keyView;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.post;
import static dev.tollgate.auth.AuthApi.revision;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.KeyWorkloads;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TokenIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// ServiceAccounts' tokens of an issuer that publishes its keys over HTTP; the tests look at the file
/// themselves.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class WorkloadServiceTest {
    private static final Path FILE = Path.of(PeopleProfile.WORKLOADS);

    @Inject
    WorkloadWatch watch;

    private TokenIssuer issuer;
    private String account;

    @BeforeEach
    void start() throws IOException {
        issuer = new TokenIssuer();
        account = account("workloads").id();
        write(atAddress(), "limits: {rpm: 60, concurrency: 2}, group: cheap, models: [gpt-4o-mini]");
    }

    @AfterEach
    void stop() throws IOException {
        issuer.close();
        Files.deleteIfExists(FILE);
        watch.look();
    }

    @Test
    void aTokenIsAKeyOfItsNamespaceUntilItsEnd() {
        Map<String, @Nullable Object> claims = issuer.claims("team-a", "chat");
        String token = issuer.sign(claims);
        KeyContext context = accepted(token);
        assertThat(context.accountId()).isEqualTo(account);
        assertThat(context.group()).isEqualTo("cheap");
        assertThat(context.models()).containsExactly("gpt-4o-mini");
        assertThat(context.keyLimits()).isEqualTo(new RateLimits(60L, null, null, 2L));
        assertThat(context.expiresAt()).isEqualTo(claims.get("exp"));
        KeyView key = keyView(context.keyId());
        assertThat(key.name()).isEqualTo("team-a/chat");
        assertThat(key.expiresAt()).isNull();
        assertThat(key.workload()).isEqualTo(new Workload(issuer.issuer(), "team-a", "chat"));
    }

    @Test
    void itsKeyIsMadeOnceAndToldOnce() throws Exception {
        long before = revision();
        List<Callable<KeyContext>> calls = IntStream.range(0, 8)
                .<Callable<KeyContext>>mapToObj(_ -> () -> accepted(issuer.token("team-a", "chat")))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> ids = threads.invokeAll(calls).stream()
                    .map(WorkloadServiceTest::result)
                    .map(KeyContext::keyId)
                    .distinct()
                    .toList();
            assertThat(ids).hasSize(1);
            assertThat(changesSince(before).changes())
                    .extracting(ChangePage.Change::id)
                    .containsExactly(ids.getFirst());
        }
    }

    @Test
    void whoIsNotTakenIsToldWhy() {
        Map<String, @Nullable Object> claims = issuer.claims("team-a", "chat");
        claims.put("aud", List.of("vault"));
        assertThat(refused(issuer.sign(claims))).isEqualTo(Reason.AUDIENCE.error());
        claims = issuer.claims("team-a", "chat");
        claims.put("exp", (long) requireNonNull(claims.get("exp")) - 3_600);
        assertThat(refused(issuer.sign(claims)).code()).isEqualTo(ErrorCode.API_KEY_EXPIRED);
        assertThat(refused(issuer.token("kube-system", "chat"))).isEqualTo(Reason.UNMAPPED.error());
        try (TokenIssuer stranger = new TokenIssuer()) {
            assertThat(refused(stranger.token("team-a", "chat"))).isEqualTo(Reason.ISSUER.error());
        }
        issuer.signUntold();
        assertThat(refused(issuer.token("team-a", "chat"))).isEqualTo(Reason.SIGNATURE.error());
    }

    @Test
    void anAccountThatIsNotThereIsNobodys() throws IOException {
        account = "acct_nowhere";
        write(atAddress(), "");
        assertThat(refused(issuer.token("team-a", "chat"))).isEqualTo(Reason.UNMAPPED.error());
    }

    @Test
    void withoutAFileNobodyIsTaken() throws IOException {
        Files.delete(FILE);
        watch.look();
        assertThat(refused(issuer.token("team-a", "chat"))).isEqualTo(Reason.OFF.error());
    }

    @Test
    void aNewKeyOfTheIssuersIsTakenAtOnce() {
        accepted(issuer.token("team-a", "chat"));
        issuer.rotate();
        accepted(issuer.token("team-a", "chat"));
    }

    @Test
    void whileTheIssuerIsAwayItsLastKeysHoldAndOthersGetNoVerdict() {
        accepted(issuer.token("team-a", "chat"));
        issuer.answerWith(500);
        watch.look();
        accepted(issuer.token("team-a", "other"));
        issuer.rotate();
        assertThat(refused(issuer.token("team-a", "chat")).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        issuer.answerWith(200);
        accepted(issuer.token("team-a", "chat"));
    }

    @Test
    void keysInAFileAreReadAnewWithTheFile() throws IOException {
        Path keys = Files.createTempFile("keys", ".json");
        Files.writeString(keys, issuer.keys());
        write("jwks_file: " + keys, "");
        int asked = issuer.asked();
        accepted(issuer.token("team-a", "chat"));
        issuer.rotate();
        Files.writeString(keys, issuer.keys());
        watch.look();
        accepted(issuer.token("team-a", "chat"));
        assertThat(issuer.asked()).isEqualTo(asked);
    }

    @Test
    void theIssuerIsShownTheTokenThatTheFileNames() throws IOException {
        Path own = Files.createTempFile("own", "token");
        Files.writeString(own, "own-token\n");
        write(atAddress() + ", token_file: " + own, "");
        assertThat(issuer.shown()).containsOnly("Bearer own-token").isNotEmpty();
    }

    @Test
    void aFileThatGetsAFaultLeavesTheLastGoodOne() throws IOException {
        Files.writeString(FILE, "issuers: []\n");
        watch.look();
        accepted(issuer.token("team-a", "chat"));
        assertThat(metrics()).contains("tollgate_auth_workload_file_faulty 1.0");
        write(atAddress(), "");
        assertThat(metrics()).contains("tollgate_auth_workload_file_faulty 0.0");
    }

    @Test
    void whatTheFileChangesTheKeyTakesOver() throws IOException {
        KeyContext before = accepted(issuer.token("team-a", "chat"));
        write(atAddress(), "limits: {rpm: 5}");
        long revision = revision();
        KeyContext after = accepted(issuer.token("team-a", "chat"));
        assertThat(after.keyId()).isEqualTo(before.keyId());
        assertThat(after.keyLimits()).isEqualTo(new RateLimits(5L, null, null, null));
        assertThat(after.group()).isEqualTo("default");
        assertThat(after.models()).isNull();
        assertThat(changesSince(revision).changes())
                .extracting(ChangePage.Change::id)
                .containsExactly(after.keyId());
    }

    @Test
    void managementMayStopAWorkloadAndChangeNothingOfTheFiles() {
        String id = accepted(issuer.token("team-a", "chat")).keyId();
        String path = InternalPaths.KEYS + "/" + id;
        for (String change : List.of("{\"name\":\"x\"}", "{\"limits\":{\"rpm\":1}}", "{\"models\":[]}")) {
            patch(path, change).statusCode(409);
        }
        post(path + "/rotate", "{\"grace_seconds\":0}").statusCode(409);
        long revision = revision();
        patch(path, "{\"status\":\"DISABLED\"}").statusCode(200);
        assertThat(accepted(issuer.token("team-a", "chat")).status()).isEqualTo(KeyStatus.DISABLED);
        assertThat(changesSince(revision).changes())
                .extracting(ChangePage.Change::id)
                .containsExactly(id);
        post(path + "/revoke", "{}").statusCode(200);
        KeyContext after = accepted(issuer.token("team-a", "chat"));
        assertThat(after.keyId()).isEqualTo(id);
        assertThat(after.status()).isEqualTo(KeyStatus.REVOKED);
    }

    /// A batch is asked for longer than a token lasts.
    @Test
    void byItsDigestTheKeyOutlivesTheToken() {
        KeyContext context = accepted(issuer.token("team-a", "chat"));
        Introspection byDigest = post(InternalPaths.INTROSPECT, "{\"keyHash\":\"" + context.digest() + "\"}")
                .statusCode(200)
                .extract()
                .as(Introspection.class);
        assertThat(requireNonNull(byDigest.key()).keyId()).isEqualTo(context.keyId());
        assertThat(byDigest.key().expiresAt()).isNull();
    }

    @Test
    void theKeysOfANamespaceAreFound() {
        String chat = accepted(issuer.token("team-a", "chat")).keyId();
        String web = accepted(issuer.token("team-b", "web")).keyId();
        AuthApi.key(account, "");
        assertThat(workloads("")).containsOnlyKeys(chat, web);
        assertThat(workloads("&namespace=team-b"))
                .containsExactly(Map.entry(web, new Workload(issuer.issuer(), "team-b", "web")));
    }

    @Test
    void whatBecameOfTokensIsCounted() {
        accepted(issuer.token("team-a", "chat"));
        refused(issuer.token("kube-system", "chat"));
        assertThat(metrics())
                .containsPattern("tollgate_auth_workload_tokens_total\\{result=\"accepted\",?} [1-9]")
                .containsPattern("tollgate_auth_workload_tokens_total\\{result=\"unmapped\",?} [1-9]")
                .contains("tollgate_auth_workload_issuers_failing 0.0");
    }

    private String atAddress() {
        return "jwks_url: \"" + issuer.address() + "\"";
    }

    /// Every namespace that begins with `team-` draws on the account.
    private void write(String keys, String terms) throws IOException {
        Files.writeString(FILE, """
                issuers:
                  - {issuer: "%s", %s}
                workloads:
                  - {namespace: team-*, service_account: "*", account: %s%s}
                """.formatted(issuer.issuer(), keys, account, terms.isEmpty() ? "" : ", " + terms));
        watch.look();
    }

    private static KeyContext accepted(String token) {
        Introspection answer = introspect(token);
        assertThat(answer.refusal()).isNull();
        return requireNonNull(answer.key());
    }

    private static ServiceError refused(String token) {
        Introspection answer = introspect(token);
        assertThat(answer.key()).isNull();
        return requireNonNull(answer.refusal());
    }

    private static Introspection introspect(String token) {
        return post(InternalPaths.INTROSPECT_WORKLOAD, "{\"token\":\"" + token + "\"}")
                .statusCode(200)
                .extract()
                .as(Introspection.class);
    }

    private Map<String, Workload> workloads(String more) {
        return AuthApi.call()
                .get(InternalPaths.KEYS + "/workloads?account_id=" + account + more)
                .then()
                .statusCode(200)
                .extract()
                .as(KeyWorkloads.class)
                .workloads();
    }

    private static String metrics() {
        return RestAssured.given().accept("text/plain").get("/q/metrics").asString();
    }

    private static <T> T result(Future<T> done) {
        try {
            return done.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
