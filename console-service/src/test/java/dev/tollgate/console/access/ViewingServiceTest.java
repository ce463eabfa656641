package dev.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.Console;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody of the platform sees an account's pages only after he said why, which the audit log then tells.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class ViewingServiceTest {
    private static final String ASK = "/admin/customers/acct_2/view";

    private final Visitor operator = new Visitor(Cast.browser(PlatformRole.OPERATOR));
    private final Visitor auditor = new Visitor(Cast.browser(PlatformRole.AUDITOR));

    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeers() {
        peers.close();
    }

    @Test
    void aPageOfAnAccountLeadsThoseOfThePlatformToTheQuestionWhy() {
        for (Visitor visitor : List.of(operator, auditor)) {
            assertThat(to(visitor.get("/keys?account=acct_2&search=ci")))
                    .isEqualTo(ASK + "?next=%2Fkeys%3Faccount%3Dacct_2%26search%3Dci");
            assertThat(to(visitor.get("/?account=acct_2"))).isEqualTo(ASK + "?next=%2F%3Faccount%3Dacct_2");
            assertThat(to(visitor.get("/keys/key_far"))).isEqualTo(ASK + "?next=%2Fkeys%2Fkey_far");
            assertThat(to(visitor.get("/usage/export?account=acct_2"))).startsWith(ASK + "?next=");
        }
        assertThat(operator.with("HX-Request", "true")
                        .get("/keys?account=acct_2")
                        .headers()
                        .firstValue("HX-Redirect"))
                .contains(ASK + "?next=%2F");
        assertThat(operator.page(ASK + "?next=%2Fkeys")).contains("name=\"next\" value=\"/keys\"");
        assertThat(operator.page(ASK + "?next=https://elsewhere")).contains("name=\"next\" value=\"/\"");
    }

    @Test
    void aFormOfAnAccountIsRefusedWithASentenceAndChangesNothing() {
        HttpResponse<String> answer = operator.post("/keys?account=acct_2", "name", "ci");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Nothing was changed: you do not look at this account now.");
        assertThat(operator.post("/keys/key_far/revoke").statusCode()).isEqualTo(403);
        HttpResponse<String> named = operator.post("/keys", "name", "ci", "account_id", "acct_2");
        assertThat(named.statusCode()).isEqualTo(422);
        assertThat(named.body()).contains("Choose “View as owner”", "value=\"acct_2\"");
        assertThat(peers.auth.calls())
                .noneMatch(call ->
                        call.path().startsWith("/keys") && !call.method().equals("GET"));
    }

    @Test
    void itBeginsWithAReasonThatIsWrittenFirstAndGoesOnToTheWantedPage() {
        HttpResponse<String> without = operator.post(ASK, "next", "/keys", "reason", " ");
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Fill this in.", "name=\"next\" value=\"/keys\"");
        peers.auth.failWith(503, 1);
        assertThat(operator.post(ASK, "reason", "ticket 7").headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("tollgate_view="));
        HttpResponse<String> begun = auditor.post(ASK, "next", "/keys?account=acct_2", "reason", "ticket 7");
        assertThat(to(begun)).isEqualTo("/keys?account=acct_2");
        assertThat(peers.auth.calls().getLast())
                .satisfies(call -> assertThat(call.path()).isEqualTo("/accounts/acct_2/notes"))
                .satisfies(call -> assertThat(call.read(AccountNote.class))
                        .isEqualTo(new AccountNote(AccountNote.Kind.VIEW, "ticket 7")));
    }

    @Test
    void itHoldsForOneAccountAndOneSessionAndIsNothingThatABrowserCanWrite() {
        Visitor looking = operator.viewing("acct_2");
        assertThat(looking.get("/keys?account=acct_2").statusCode()).isEqualTo(200);
        assertThat(looking.get("/keys/key_far").statusCode()).isEqualTo(200);
        assertThat(to(looking.get("/keys?account=acct_1"))).startsWith("/admin/customers/acct_1/view?");
        String cookie = Objects.requireNonNull(looking.headers().get("Cookie"));
        assertThat(cookie).startsWith("tollgate_view=acct_2.");
        assertThat(to(auditor.with("Cookie", cookie).get("/keys?account=acct_2")))
                .startsWith(ASK);
        assertThat(to(operator.with("Cookie", cookie.replace("acct_2", "acct_1"))
                        .get("/keys?account=acct_1")))
                .startsWith("/admin/customers/acct_1/view?");
        String later = cookie.replaceFirst("\\.(\\d+)\\.", ".99999999999.");
        assertThat(to(operator.with("Cookie", later).get("/keys?account=acct_2")))
                .startsWith(ASK);
    }

    @Test
    void itEndsWhenAnotherAccountIsChosenAndAChoiceWithoutItIsNone() {
        Visitor looking = operator.viewing("acct_2");
        HttpResponse<String> ended = looking.post("/preferences", "account", "", "next", "/admin");
        assertThat(ended.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("tollgate_view=;") && cookie.contains("Max-Age=0"));
        assertThat(operator.with("Cookie", "tollgate_account=acct_2").page("/keys"))
                .doesNotContain("account=acct_2", "tg-guest");
    }

    @Test
    void membersTheOperatorsOwnPagesAndTheManagementApiAreNotConcerned() {
        Principal both = new Principal(
                "user_both",
                "principal",
                "both",
                "tok_both",
                null,
                4_000_000_000L,
                List.of(PlatformRole.OPERATOR),
                List.of(new Membership("acct_1", AccountRole.MEMBER)));
        Visitor member = new Visitor(Cast.browser("both", both));
        assertThat(member.get("/keys?account=acct_1").statusCode()).isEqualTo(200);
        assertThat(member.get("/billing?account=acct_1").statusCode()).isEqualTo(200);
        assertThat(to(member.get("/keys?account=acct_2"))).startsWith(ASK);
        assertThat(operator.get("/admin/customers/acct_2").statusCode()).isEqualTo(200);
        Console.get("/keys?account_id=acct_2").statusCode(200);
        Console.get("/keys/key_far").statusCode(200);
    }

    private static String to(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
