package dev.tollgate.console.signup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.SignupMode;
import dev.tollgate.contract.auth.v1.SignupOptions;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What somebody without a session sees, by who may sign up and whether there is mail.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class SignupPagesServiceTest {
    private final Visitor nobody = new Visitor(null);
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersAndLetAnybodyIn() {
        peers.close();
        Peers.signups = Peers.ANYBODY;
    }

    @Test
    void whoMayNotSignUpIsToldWhyAndOfferedNoForm() {
        Peers.signups = new SignupOptions("signup_options", SignupMode.INVITATION, true);
        assertThat(nobody.page("/signup")).contains("Sign-up is by invitation").doesNotContain("action=\"/signup\"");
        assertThat(nobody.page("/login")).contains("/password-reset").doesNotContain("href=\"/signup\"");
        Peers.signups = new SignupOptions("signup_options", SignupMode.OFF, true);
        assertThat(nobody.page("/signup")).contains("Sign-up is closed").doesNotContain("action=\"/signup\"");
        assertThat(nobody.page("/login")).contains("/password-reset").doesNotContain("href=\"/signup\"");
    }

    @Test
    void withoutMailNoLinkIsPromised() {
        Peers.signups = new SignupOptions("signup_options", SignupMode.OPEN, false);
        assertThat(nobody.page("/signup")).contains("No mails are sent").doesNotContain("action=\"/signup\"");
        assertThat(nobody.page("/login")).doesNotContain("/password-reset", "href=\"/signup\"");
        for (String path : List.of("/password-reset", "/signup/resend")) {
            assertThat(nobody.page(path)).contains("no link would come").doesNotContain("name=\"email\"");
        }
    }

    @Test
    void anInvitationIsForWhoHasALoginWhereSignUpIsOff() {
        Peers.signups = new SignupOptions("signup_options", SignupMode.OFF, true);
        assertThat(nobody.page("/invitation?token=t1"))
                .contains("Ask those who run this service", "/login?next=%2Finvitation%3Ftoken%3Dt1")
                .doesNotContain("/invitation/signup");
    }

    @Test
    void whoHasALoginAlreadyIsToldToSignIn() {
        peers.auth.refuse(
                "POST", "/signups", new ServiceError(ErrorCode.CONFLICT, "There is a login of this address.", "email"));
        HttpResponse<String> known =
                nobody.post("/invitation/signup", "token", "t1", "name", "Gus", "password", "twelve letters");
        assertThat(known.statusCode()).isEqualTo(422);
        assertThat(known.body())
                .contains("has a login here already", "value=\"Gus\"", "/login?next=%2Finvitation%3Ftoken%3Dt1");
    }

    @Test
    void anotherPersonsInvitationLeadsToTheOtherLogin() {
        assertThat(new Visitor(Cast.browser(AccountRole.OWNER)).page("/invitation?token=t1"))
                .contains("you are signed in as cast", "action=\"/logout\"", "value=\"/invitation?token=t1\"");
    }

    @Test
    void aLinkThatWasUsedLeadsOn() {
        assertThat(nobody.page("/invitation?token=spent")).contains("This link does not work", "href=\"/login\"");
        HttpResponse<String> confirmed = nobody.post("/signup/confirm", "token", "spent");
        assertThat(confirmed.statusCode()).isEqualTo(422);
        assertThat(confirmed.body()).contains("This link does not work", "href=\"/signup/resend\"");
        HttpResponse<String> reset =
                nobody.post("/password-reset/confirm", "token", "spent", "password", "twelve letters");
        assertThat(reset.statusCode()).isEqualTo(422);
        assertThat(reset.body()).contains("This link does not work", "href=\"/password-reset\"");
        HttpResponse<String> address = nobody.post("/email-confirmation", "token", "spent");
        assertThat(address.statusCode()).isEqualTo(422);
        assertThat(address.body()).contains("This link does not work", "href=\"/login\"");
    }
}
