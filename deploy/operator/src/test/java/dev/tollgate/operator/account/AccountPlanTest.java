package dev.tollgate.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.resource.Account;
import dev.tollgate.operator.resource.Limits;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AccountPlanTest {
    @Test
    void onlyWhatDiffersIsChanged() {
        Account account = account("vip", new Limits(100L, null, null, null), null);
        assertThat(AccountPlan.changes(account, seen("default")).toString())
                .isEqualTo("{\"group\":\"vip\",\"limits\":{\"rpm\":100}}");
        assertThat(AccountPlan.changes(account("default", null, null), seen("default")))
                .isEmpty();
    }

    @Test
    void aGiftIsGivenOnce() {
        Account account = account(null, null, new Account.Credit("12.50", null));
        assertThat(AccountPlan.gift(account)).isEqualTo("12.50");
        account.setStatus(new Account.Status(1L, List.of(), "acct_1", "12.50", null, null, null));
        assertThat(AccountPlan.gift(account)).isNull();
    }

    @Test
    void anOverdraftThatNobodyNamesIsLeft() {
        ObjectNode credit = Management.JSON.createObjectNode().put("overdraft", "5000000000");
        assertThat(AccountPlan.overdraft(account(null, null, null), credit)).isNull();
        assertThat(AccountPlan.overdraft(account(null, null, new Account.Credit(null, "5")), credit))
                .isNull();
        assertThat(AccountPlan.overdraft(account(null, null, new Account.Credit(null, "0")), credit))
                .isZero();
    }

    @Test
    void creditsAreExact() {
        assertThat(Credits.nanos("12.50")).isEqualTo(12_500_000_000L);
        assertThat(Credits.text(12_500_000_000L)).isEqualTo("12.5");
        assertThat(Credits.text(-1)).isEqualTo("-0.000000001");
        assertThat(Credits.text(100_000_000_000L)).isEqualTo("100");
    }

    private static ObjectNode seen(String group) {
        ObjectNode seen = Management.JSON
                .createObjectNode()
                .put("name", "team-a")
                .put("group", group)
                .put("status", "ACTIVE");
        seen.putObject("limits").putNull("rpm");
        return seen;
    }

    private static Account account(String group, Limits limits, Account.Credit credit) {
        Account account = new Account();
        account.setMetadata(new ObjectMetaBuilder().withName("team-a").build());
        account.setSpec(new Account.Spec(null, null, group, null, null, limits, credit, null));
        return account;
    }
}
