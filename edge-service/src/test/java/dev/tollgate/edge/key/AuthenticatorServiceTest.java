package dev.tollgate.edge.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.key.AuthOutcome.Authenticated;
import dev.tollgate.edge.key.AuthOutcome.Refused;
import dev.tollgate.edge.key.AuthOutcome.Unavailable;
import dev.tollgate.edge.peers.AuthStub;
import dev.tollgate.edge.peers.PeersProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against auth's contract over HTTP; Redis is gone throughout, so that whatever is heard is heard by the poll
/// alone.
@QuarkusTest
@TestProfile(PeersProfile.class)
class AuthenticatorServiceTest {
    private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl";
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Inject
    Authenticator authenticator;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    private AuthStub auth;
    private String secret;
    private String keyId;

    @BeforeEach
    void start() {
        breakers.resetAll();
        auth = new AuthStub(authUrl);
        secret = Keys.secret();
        keyId = "key_" + UUID.randomUUID();
        await().until(() -> auth.polls() > 1);
    }

    @AfterEach
    void stop() {
        assertThat(auth.violations()).isEmpty();
        auth.close();
    }

    @Test
    void asksOnceAndAnswersAtOnceFromThenOn() {
        auth.put(KeyFormat.hash(secret), Keys.context(keyId));
        assertThat(authenticate(secret)).isEqualTo(new Authenticated(Keys.context(keyId)));
        Future<AuthOutcome> warm = authenticator.authenticate("bearer " + secret, "192.0.2.1", "r-2");
        assertThat(warm.isComplete()).isTrue();
        assertThat(warm.result()).isEqualTo(new Authenticated(Keys.context(keyId)));
        assertThat(auth.introspections()).isEqualTo(1);
        assertThat(auth.requestIds()).containsExactly("r-1");
    }

    @Test
    void knowsWithoutALookUpWhatIsNoKeyOfOurs() {
        assertThat(refusal(authenticateHeader(null))).isEqualTo(ErrorCode.MISSING_API_KEY);
        assertThat(refusal(authenticateHeader("Basic abc"))).isEqualTo(ErrorCode.INVALID_API_KEY);
        assertThat(refusal(authenticate("sk-short"))).isEqualTo(ErrorCode.INVALID_API_KEY);
        String typo = secret.substring(0, 10) + (secret.charAt(10) == 'a' ? 'b' : 'a') + secret.substring(11);
        assertThat(refusal(authenticate(typo))).isEqualTo(ErrorCode.INVALID_API_KEY);
        assertThat(auth.introspections()).isZero();
    }

    @Test
    void remembersForAWhileThatAKeyIsUnknown() {
        assertThat(refusal(authenticate(secret))).isEqualTo(ErrorCode.INVALID_API_KEY);
        assertThat(refusal(authenticate(secret))).isEqualTo(ErrorCode.INVALID_API_KEY);
        assertThat(auth.introspections()).isEqualTo(1);
        auth.commit(ChangeKind.KEY, keyId, false, () -> auth.put(KeyFormat.hash(secret), Keys.context(keyId)));
        await().atMost(ONE_SECOND).until(() -> authenticate(secret) instanceof Authenticated);
    }

    @Test
    void refusesByTheKeysContext() {
        assertThat(refusalOf(Keys.with(keyId, KeyStatus.DISABLED, AccountStatus.ACTIVE)))
                .isEqualTo(ErrorCode.INVALID_API_KEY);
        assertThat(refusalOf(Keys.with(keyId, KeyStatus.ACTIVE, AccountStatus.FROZEN)))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(refusalOf(Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of(), List.of("10.0.0.0/8"))))
                .isEqualTo(ErrorCode.IP_NOT_ALLOWED);
        assertThat(refusalOf(Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of("none"), List.of())))
                .isEqualTo(ErrorCode.MISSING_SCOPE);
    }

    @Test
    void rule12ExpiryIsJudgedLocally() {
        long soon = Instant.now().getEpochSecond() + 2;
        auth.put(KeyFormat.hash(secret), Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, soon, List.of(), List.of()));
        assertThat(authenticate(secret)).isInstanceOf(Authenticated.class);
        await().atMost(Duration.ofSeconds(3))
                .until(() -> authenticate(secret) instanceof Refused(var error)
                        && error.code() == ErrorCode.API_KEY_EXPIRED);
        assertThat(auth.introspections()).isEqualTo(1);
    }

    @Test
    void rule12TheMessageOfARevocationIsLostAndThePollAloneKeepsTheSecond() {
        known();
        auth.commit(ChangeKind.KEY, keyId, false, () -> revoke(secret));
        await().atMost(ONE_SECOND).until(() -> authenticate(secret) instanceof Refused);
    }

    @Test
    void rule12AChangeOfTheAccountIsHeardWithinASecond() {
        known();
        auth.commit(
                ChangeKind.ACCOUNT,
                "acct_" + keyId,
                false,
                () -> auth.put(KeyFormat.hash(secret), Keys.with(keyId, KeyStatus.ACTIVE, AccountStatus.FROZEN)));
        await().atMost(ONE_SECOND).until(() -> authenticate(secret) instanceof Refused);
    }

    @Test
    void keepsKeysThatAChangeIsNotAbout() {
        known();
        auth.commit(ChangeKind.KEY, "key_other", false, () -> {});
        int polls = auth.polls();
        await().until(() -> auth.polls() > polls + 2);
        assertThat(authenticate(secret)).isInstanceOf(Authenticated.class);
        assertThat(auth.introspections()).isEqualTo(1);
    }

    /// Rules 12: read at t0, revoked at t1, heard by the edge while nothing is cached yet, arrived at t2.
    @Test
    void rule12AVerdictReadBeforeTheRevocationAndArrivedAfterItIsNotUsed() throws Exception {
        auth.put(KeyFormat.hash(secret), Keys.context(keyId));
        CountDownLatch latch = auth.holdAnswers();
        Future<AuthOutcome> early = authenticator.authenticate("Bearer " + secret, "192.0.2.1", "r-1");
        await().until(() -> auth.introspections() == 1);
        auth.holdNothing();
        long polls = auth.polls();
        auth.commit(ChangeKind.KEY, keyId, false, () -> revoke(secret));
        await().until(() -> auth.polls() > polls + 1);
        latch.countDown();
        assertThat(result(early)).isInstanceOf(Refused.class);
        assertThat(auth.introspections()).isEqualTo(2);
        assertThat(authenticate(secret)).isInstanceOf(Refused.class);
    }

    @Test
    void sharesOneCallAmongConcurrentMisses() throws Exception {
        auth.put(KeyFormat.hash(secret), Keys.context(keyId));
        CountDownLatch latch = auth.holdAnswers();
        List<Future<AuthOutcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(authenticator.authenticate("Bearer " + secret, "192.0.2.1", "r-" + i));
        }
        await().until(() -> auth.introspections() == 1);
        latch.countDown();
        for (Future<AuthOutcome> one : waiting) {
            assertThat(result(one)).isInstanceOf(Authenticated.class);
        }
        assertThat(auth.introspections()).isEqualTo(1);
    }

    @Test
    void tellsWhoseStreamsAreToEnd() {
        List<String> ended = new CopyOnWriteArrayList<>();
        authenticator.onKeyEnded(ended::add);
        auth.commit(ChangeKind.KEY, "key_quiet", false, () -> {});
        auth.commit(ChangeKind.KEY, keyId, true, () -> {});
        await().atMost(ONE_SECOND).until(() -> ended.contains(keyId));
        assertThat(ended).doesNotContain("key_quiet");
    }

    @Test
    void dropsAllWhenChangesAreMissing() {
        known();
        auth.forgetChanges();
        revoke(secret);
        await().atMost(ONE_SECOND).until(() -> authenticate(secret) instanceof Refused);
    }

    @Test
    void neverSays401ForAnUnknownKeyWhileAuthIsDown() {
        auth.failIntrospectionsWith(500);
        assertThat(authenticate(secret)).isInstanceOfSatisfying(Unavailable.class, down -> {
            assertThat(down.error().code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(down.retryAfterMillis()).isEqualTo(1_000);
        });
        auth.failIntrospectionsWith(403);
        assertThat(authenticate(secret)).isInstanceOf(Unavailable.class);
    }

    @Test
    void asksOnceAboutAServiceAccountsToken() {
        auth.put(KeyFormat.hash(TOKEN), Keys.context(keyId));
        assertThat(authenticate(TOKEN)).isEqualTo(new Authenticated(Keys.context(keyId)));
        assertThat(authenticate(TOKEN)).isInstanceOf(Authenticated.class);
        assertThat(auth.introspections()).isEqualTo(1);
        auth.commit(
                ChangeKind.KEY,
                keyId,
                false,
                () -> auth.put(KeyFormat.hash(TOKEN), Keys.with(keyId, KeyStatus.REVOKED, AccountStatus.ACTIVE)));
        await().atMost(ONE_SECOND).until(() -> authenticate(TOKEN) instanceof Refused);
    }

    @Test
    void tellsWhyATokenIsRefusedAndRemembersIt() {
        String token = TOKEN + "refused";
        ServiceError refusal = new ServiceError(ErrorCode.API_KEY_EXPIRED, "This token has expired.");
        auth.refuseTokens(refusal);
        assertThat(authenticate(token)).isEqualTo(new Refused(refusal));
        assertThat(authenticate(token)).isEqualTo(new Refused(refusal));
        assertThat(auth.introspections()).isEqualTo(1);
    }

    @Test
    void neverSays401ForATokenThatAuthCannotCheck() {
        String token = TOKEN + "unchecked";
        auth.refuseTokens(new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The issuer's keys are not known."));
        assertThat(authenticate(token)).isInstanceOf(Unavailable.class);
        auth.put(KeyFormat.hash(token), Keys.context(keyId));
        assertThat(authenticate(token)).isInstanceOf(Authenticated.class);
    }

    @Test
    void whatIsNeitherAKeyNorATokenCostsNoLookUp() {
        for (String other : List.of("eyJh.eyJh", TOKEN + "=", "x" + TOKEN, TOKEN + "x".repeat(9_000))) {
            assertThat(refusal(authenticate(other))).isEqualTo(ErrorCode.INVALID_API_KEY);
        }
        assertThat(auth.introspections()).isZero();
    }

    @Test
    void countsHitsAndMisses() {
        known();
        authenticate(secret);
        assertThat(RestAssured.get("/q/metrics").asString())
                .contains("tollgate_key_lookups_total{result=\"hit\"}")
                .contains("tollgate_key_lookups_total{result=\"miss\"}")
                .contains("tollgate_key_introspections_total{result=\"found\"}")
                .contains("tollgate_key_cache_size{kind=\"known\"}")
                .contains("tollgate_feed_stale{peer=\"auth\"} 0.0")
                .contains("tollgate_peer_breaker_state{peer=\"auth\"} 0.0")
                .contains("tollgate_peer_breaker_state{peer=\"auth-workloads\"} 0.0");
    }

    private void known() {
        auth.put(KeyFormat.hash(secret), Keys.context(keyId));
        assertThat(authenticate(secret)).isInstanceOf(Authenticated.class);
    }

    private void revoke(String key) {
        auth.put(KeyFormat.hash(key), Keys.with(keyId, KeyStatus.REVOKED, AccountStatus.ACTIVE));
    }

    private @Nullable ErrorCode refusalOf(KeyContext context) {
        String other = Keys.secret();
        auth.put(KeyFormat.hash(other), context);
        return refusal(authenticate(other));
    }

    private static @Nullable ErrorCode refusal(AuthOutcome outcome) {
        return outcome instanceof Refused(var error) ? error.code() : null;
    }

    private AuthOutcome authenticate(String key) {
        return authenticateHeader("Bearer " + key);
    }

    private AuthOutcome authenticateHeader(@Nullable String header) {
        try {
            return result(authenticator.authenticate(header, "192.0.2.1", "r-1"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static AuthOutcome result(Future<AuthOutcome> outcome) throws Exception {
        return outcome.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
