package dev.tollgate.console.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class KeyPagesServiceTest {
    private final Visitor owner = new Visitor(Cast.browser(AccountRole.OWNER));
    private final Visitor member = new Visitor(Cast.browser(AccountRole.MEMBER));
    /// An operator who looks at all accounts and is a member of one that is gone.
    private final Visitor ofAnother = new Visitor(Cast.browser(
                    "of another",
                    new Principal(
                            "user_cast",
                            "principal",
                            "cast",
                            "tok_cast",
                            null,
                            4_000_000_000L,
                            List.of(PlatformRole.OPERATOR),
                            List.of(new Membership("acct_9", AccountRole.OWNER)))))
            .with("Cookie", "tollgate_account=");
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void theListIsTheAccountsAndCanBeSearchedAndPaged() {
        String page = owner.page("/keys?search=ci&status=ACTIVE&after=key_0&limit=5");
        assertThat(page)
                .contains("href=\"/keys/key_1\"", "sk-...once", "value=\"ci\"", "href=\"/keys/new?account=acct_1\"");
        assertThat(page).contains("/keys?search=ci&amp;status=ACTIVE&amp;limit=5&amp;before=first");
        assertThat(listing().query())
                .containsEntry("account_id", "acct_1")
                .containsEntry("search", "ci")
                .containsEntry("status", "ACTIVE")
                .containsEntry("after", "key_0")
                .containsEntry("limit", "5");
    }

    @Test
    void whoMayOnlyReadIsOfferedNothingToChange() {
        Visitor auditor = new Visitor(Cast.browser(PlatformRole.AUDITOR));
        assertThat(auditor.page("/keys")).doesNotContain("/keys/new");
        assertThat(auditor.viewing("acct_1").page("/keys/key_1"))
                .contains("key_1")
                .doesNotContain("<dialog", "/revoke");
    }

    @Test
    void aNewKeysSecretIsShownOnceWithACallThatWorks() {
        String form = owner.page("/keys/new");
        assertThat(form).contains("name=\"idempotency_key\"", "action=\"/keys?account=acct_1\"");
        HttpResponse<String> made = owner.post(
                "/keys?account=acct_1",
                "name",
                "ci",
                "idempotency_key",
                "form-1",
                "models",
                "gpt-4o\r\ndemo",
                "ip_allow",
                "10.0.0.0/8",
                "rpm",
                "1,000",
                "expires_at",
                "2031-01-02T03:04");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(made.body())
                .contains("value=\"" + Peers.SECRET + "\"", "Bearer " + Peers.SECRET, "{\"model\": \"gpt-4o-mini\"");
        PeerStub.Call call = creation();
        assertThat(call.idempotencyKey()).isEqualTo("form-1");
        KeyCommand command = read(call);
        assertThat(command.accountId()).isEqualTo("acct_1");
        assertThat(command.models()).containsExactly("gpt-4o", "demo");
        assertThat(command.ipAllow()).containsExactly("10.0.0.0/8");
        assertThat(command.expiresAt()).isEqualTo(1_925_089_440L);
        assertThat(Objects.requireNonNull(command.limits()).rpm()).isEqualTo(1_000L);
        assertThat(command.group()).isNull();
        assertThat(owner.page("/keys/key_1")).doesNotContain(Peers.SECRET);
    }

    @Test
    void whatIsWrongIsToldAtItsFieldAndWhatWasTypedStays() {
        HttpResponse<String> wrong =
                owner.post("/keys?account=acct_1", "name", "", "rpm", "many", "models", "gpt-4o", "expires_at", "soon");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("Fill this in.", "Write a whole number", "Choose a date and time.")
                .contains("value=\"many\"", "gpt-4o</textarea>", "id=\"e-rpm\"");
        assertThat(peers.auth.calls()).extracting(PeerStub.Call::method).doesNotContain("POST");
        HttpResponse<String> unknown =
                ofAnother.post("/keys", "name", "<b>ci</b>", "account_id", "acct_9", "idempotency_key", "k");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body())
                .contains("there is no such account", "&lt;b&gt;ci&lt;/b&gt;")
                .doesNotContain("<b>ci");
    }

    @Test
    void aNewSpendLimitIsMadeWithItsKeyAndEndedWhenThereIsNone() {
        owner.post(
                "/keys?account=acct_1",
                "name",
                "ci",
                "amount",
                "12.50",
                "period",
                "month",
                "spend_limits_shown",
                "yes",
                "spend_limit_ids",
                "lim_1");
        assertThat(peers.billing.calls()).anySatisfy(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.body()).contains("\"12500000000\"", "\"month\"");
        });
        assertThat(read(creation()).spendLimitIds()).contains("lim_1");
        HttpResponse<String> refused = owner.post(
                "/keys?account=acct_1",
                "name",
                "ci",
                "amount",
                "1",
                "period",
                "day",
                "spend_limits_shown",
                "yes",
                "spend_limit_ids",
                "lim_2");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("no spend limit &#39;lim_2&#39;");
        assertThat(peers.billing.calls())
                .filteredOn(call -> call.method().equals("DELETE"))
                .extracting(PeerStub.Call::path)
                .containsExactly("/spend-limits/lim_1");
        assertThat(member.page("/keys/new")).doesNotContain("name=\"amount\"");
    }

    @Test
    void aChangeSaysAllThatTheFormShows() {
        assertThat(owner.page("/keys/key_1")).contains("action=\"/keys/key_1\"", "<dialog id=\"d-revoke\"");
        HttpResponse<String> changed = owner.post("/keys/key_1", "name", "ci 2", "tpm", "5");
        assertThat(changed.statusCode()).isEqualTo(303);
        KeyCommand command = read(peers.auth.calls().stream()
                .filter(call -> call.method().equals("PATCH"))
                .findFirst()
                .orElseThrow());
        assertThat(command.name()).isEqualTo("ci 2");
        assertThat(command.expiresAt()).isZero();
        assertThat(command.models()).isEmpty();
        assertThat(Objects.requireNonNull(command.limits()).tpm()).isEqualTo(5L);
        assertThat(command.status()).isNull();
        assertThat(command.spendLimitIds()).isNull();
    }

    @Test
    void everyActionAsksFirstAndTellsWhatWasDone() {
        for (String action : List.of("rotate", "disable", "enable", "revoke")) {
            assertThat(owner.page("/keys/key_1/" + action)).contains("action=\"/keys/key_1/" + action + "\"");
        }
        assertThat(owner.post("/keys/key_1/rotate", "grace", "86400").body()).contains(Peers.SECRET);
        assertThat(peers.auth.calls()).extracting(PeerStub.Call::body).contains("{\"grace_seconds\":86400}");
        HttpResponse<String> disabled = owner.post("/keys/key_1/disable");
        assertThat(disabled.headers().firstValue("Location").orElse("")).endsWith("/keys/key_1");
        String toast = disabled.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("tollgate_toast="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
        HttpResponse<String> told = owner.with("Cookie", toast).get("/keys/key_1");
        assertThat(told.body()).contains("The key is disabled.");
        assertThat(told.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("tollgate_toast=;"));
        owner.post("/keys/key_1/revoke", "end_streams", "on");
        assertThat(peers.auth.calls().getLast().body()).isEqualTo("{\"end_streams\":true}");
    }

    private PeerStub.Call listing() {
        return peers.auth.calls().stream()
                .filter(call -> call.path().equals("/keys"))
                .findFirst()
                .orElseThrow();
    }

    private PeerStub.Call creation() {
        return peers.auth.calls().stream()
                .filter(call -> call.method().equals("POST") && call.path().equals("/keys"))
                .findFirst()
                .orElseThrow();
    }

    private static KeyCommand read(PeerStub.Call call) {
        try {
            return call.read(KeyCommand.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
