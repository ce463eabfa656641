package dev.tollgate.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.operator.resource.Account;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private final Account older = account("older", "2026-11-01T00:00:00Z", "team-a", "team-b");
    private final Account younger = account("younger", "2026-11-02T00:00:00Z", "team-b", "team-c");
    private final Bindings bindings = new Bindings(List.of(younger, older));

    @Test
    void theOlderAccountHasTheNamespace() {
        assertThat(bindings.of("team-b")).contains(older);
        assertThat(bindings.bound(younger)).containsExactly("team-c");
        assertThat(bindings.taken(younger)).containsExactly("team-b (older)");
    }

    @Test
    void aNamespaceThatNobodyNamesDrawsOnNothing() {
        assertThat(bindings.of("team-d")).isEmpty();
    }

    @Test
    void anAccountThatGoesHasNone() {
        older.getMetadata().setDeletionTimestamp("2026-11-03T00:00:00Z");
        assertThat(new Bindings(List.of(older, younger)).of("team-b")).contains(younger);
    }

    private static Account account(String name, String created, String... namespaces) {
        Account account = new Account();
        account.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withCreationTimestamp(created)
                .build());
        account.setSpec(new Account.Spec(null, null, null, null, null, null, null, List.of(namespaces)));
        return account;
    }
}
