package dev.tollgate.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class SigninServiceTest {
    private final Visitor nobody = new Visitor(null);
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
    void whoSignsInGoesWhereHeWantedToWithASessionThatNoScriptReads() {
        HttpResponse<String> asked = nobody.get("/keys?status=ACTIVE");
        assertThat(location(asked)).isEqualTo("/login?next=%2Fkeys%3Fstatus%3DACTIVE");
        assertThat(nobody.page("/login?next=%2Fkeys%3Fstatus%3DACTIVE")).contains("value=\"/keys?status=ACTIVE\"");
        HttpResponse<String> in =
                nobody.post("/login", "login", "ada", "password", "right", "next", "/keys?status=ACTIVE");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(location(in)).isEqualTo("/keys?status=ACTIVE");
        String cookie = in.headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith("tollgate_session="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("tgs_", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200");
    }

    @Test
    void whoHasASessionIsNotAskedAgain() {
        Visitor owner = new Visitor(Cast.browser(AccountRole.OWNER));
        assertThat(location(owner.get("/login?next=%2Fkeys"))).endsWith("/keys");
        assertThat(new Visitor(Cast.spentInBrowser()).page("/login")).contains("name=\"password\"");
    }

    @Test
    void nobodyIsSentElsewhere() {
        for (String next : List.of("https://evil.example", "//evil.example", "/\\evil.example")) {
            HttpResponse<String> in = nobody.post("/login", "login", "ada", "password", "right", "next", next);
            assertThat(location(in)).doesNotContain("evil");
        }
    }

    @Test
    void whatIsWrongIsToldAtTheFieldAndTheLoginStays() {
        HttpResponse<String> wrong = nobody.post("/login", "login", "ada", "password", "REFUSED", "next", "/keys");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("E-mail or password is wrong.", "value=\"ada\"", "aria-invalid=\"true\"")
                .doesNotContain("REFUSED");
        assertThat(nobody.post("/login", "login", "ada", "password", "LOCKED").body())
                .contains("Too many failed attempts");
        HttpResponse<String> empty = nobody.post("/login", "login", "", "password", "");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Fill this in.");
    }

    @Test
    void whoSignsOutHasNoSessionAnyMore() {
        Visitor owner = new Visitor(Cast.browser(AccountRole.OWNER));
        HttpResponse<String> out = owner.post("/logout");
        assertThat(location(out)).endsWith("/login");
        assertThat(out.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("tollgate_session=;").contains("Max-Age=0"));
        assertThat(peers.auth.calls().getLast().path()).isEqualTo("/users/user_cast/tokens/tok_cast/revoke");
    }

    @Test
    void whoSignsOutToUseAnotherLoginComesBackToTheSamePage() {
        Visitor owner = new Visitor(Cast.browser(AccountRole.OWNER));
        assertThat(location(owner.post("/logout", "next", "/invitation?token=t1")))
                .isEqualTo("/login?next=%2Finvitation%3Ftoken%3Dt1");
        assertThat(location(owner.post("/logout", "next", "//evil.example"))).isEqualTo("/login?next=%2F");
    }

    @Test
    void aSessionThatHasEndedIsTakenAwayAndAskedForAnew() {
        HttpResponse<String> ended = new Visitor(Cast.spentInBrowser()).get("/keys");
        assertThat(location(ended)).contains("/login?next=%2Fkeys");
        assertThat(ended.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("tollgate_session=;"));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
