package dev.tollgate.console.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The operator's pages about users.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class UserPagesServiceTest {
    private final Visitor operator = new Visitor(Cast.browser(PlatformRole.OPERATOR));

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
    void tellsAUsersAccountsAndTokensAndOffersAuditorsNothingToDo() {
        assertThat(operator.page("/admin/users?search=ad")).contains("/admin/users/user_1", "value=\"ad\"");
        assertThat(peers.auth.calls().getLast().query()).containsEntry("search", "ad");
        assertThat(operator.page("/admin/users/user_1"))
                .contains(
                        "/admin/customers/acct_1",
                        "tgp_…abcd",
                        "/admin/users/user_1/role",
                        "data-dialog=\"d-suspend\"");
        assertThat(new Visitor(Cast.browser(PlatformRole.AUDITOR)).page("/admin/users/user_1"))
                .contains("/admin/customers/acct_1")
                .doesNotContain("/admin/users/user_1/role", "d-suspend", "/revoke");
        assertThat(operator.get("/admin/users/user_none").statusCode()).isEqualTo(404);
    }

    @Test
    void aRoleIsGivenAndTakenAndNothingElseIsSaidOfTheUser() throws IOException {
        assertThat(operator.post("/admin/users/user_1/role", "role", "AUDITOR").statusCode())
                .isEqualTo(303);
        assertThat(peers.auth.calls().getLast().read(UserCommand.class))
                .isEqualTo(new UserCommand(null, null, null, null, List.of(PlatformRole.AUDITOR)));
        operator.post("/admin/users/user_1/role", "role", "NONE");
        assertThat(peers.auth.calls().getLast().read(UserCommand.class))
                .isEqualTo(new UserCommand(null, null, null, null, List.of()));
        operator.post("/admin/users/user_1/suspend");
        assertThat(peers.auth.calls().getLast().read(UserCommand.class))
                .isEqualTo(new UserCommand(null, null, null, UserStatus.SUSPENDED, null));
        HttpResponse<String> unknown = operator.post("/admin/users/user_1/role", "role", "KING");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("Choose one of these roles.");
    }

    @Test
    void theLastOperatorsRoleStaysAndThePageSaysWhatToDo() {
        peers.refuseUserChanges();
        HttpResponse<String> role = operator.post("/admin/users/user_1/role", "role", "NONE");
        assertThat(role.statusCode()).isEqualTo(422);
        assertThat(role.body())
                .contains("id=\"e-role\">The last active operator stays: make somebody else an operator first.")
                .contains("<option value=\"NONE\" selected>");
        HttpResponse<String> suspended = operator.post("/admin/users/user_1/suspend");
        assertThat(suspended.statusCode()).isEqualTo(422);
        assertThat(suspended.body()).contains("role=\"alert\"", "The last active operator stays");
    }
}
