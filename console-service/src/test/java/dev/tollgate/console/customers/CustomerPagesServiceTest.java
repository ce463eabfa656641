package dev.tollgate.console.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.billing.v1.GiftCommand;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an operator's form does to a customer's money.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class CustomerPagesServiceTest {
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

    /// A form that is sent twice, by a double click or a lost answer, gives once.
    @Test
    void aGiftIsGivenByTheKeyThatTheFormWasShownWith() {
        String form = operator.page("/admin/customers/acct_1/gift");
        assertThat(form).containsPattern("name=\"idempotency_key\" value=\"[0-9a-f-]{36}\"");
        operator.post("/admin/customers/acct_1/gift", "idempotency_key", "k-9", "amount", "5", "reason", "sorry");
        assertThat(peers.billing.calls())
                .filteredOn(call -> call.path().endsWith("/gifts"))
                .singleElement()
                .satisfies(call -> assertThat(call.read(GiftCommand.class))
                        .isEqualTo(new GiftCommand("5000000000", "sorry", null, "k-9")));
    }
}
