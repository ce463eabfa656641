package dev.tollgate.console.keys;

import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an account's keys are called, for pages that tell of their usage.
@ApplicationScoped
public class KeyNames {
    private static final PageAsk MANY = new PageAsk(null, null, "100");
    private static final KeySearch ALL = new KeySearch(null, null);

    private final KeyResource keys;
    private final Caller caller;

    @Inject
    KeyNames(KeyResource keys, Caller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /// The newest hundred, by id; none for who may not see keys. One without a name is told by its secret's end.
    public Uni<Map<String, String>> of(@Nullable String account) {
        if (account == null || !new Rights(caller.principal()).on(account, Permission.KEYS_READ)) {
            return Uni.createFrom().item(Map.of());
        }
        return keys.list(account, ALL, MANY).map(page -> {
            Map<String, String> names = new LinkedHashMap<>();
            for (KeyView key : page.data()) {
                names.put(key.id(), Objects.requireNonNullElse(key.name(), key.hint()));
            }
            return names;
        });
    }
}
