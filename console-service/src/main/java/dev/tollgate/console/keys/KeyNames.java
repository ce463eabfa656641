package dev.tollgate.console.keys;

import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an account's keys are called, for pages that tell of their usage.
@ApplicationScoped
public class KeyNames {
    private static final PageAsk MANY = new PageAsk(null, null, "100");

    private final AuthPeer auth;
    private final Caller caller;

    @Inject
    KeyNames(AuthPeer auth, Caller caller) {
        this.auth = auth;
        this.caller = caller;
    }

    /// The newest hundred, by id, and as many of the playground's, whose usage is told when they have ended; none
    /// for who may not see keys. One without a name is told by its secret's end.
    public Uni<Map<String, String>> of(@Nullable String account) {
        if (account == null || !new Rights(caller.principal()).on(account, Permission.KEYS_READ)) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.combine()
                .all()
                .unis(auth.keys(account, null, null, MANY), auth.keys(account, KeyPurpose.PLAYGROUND, MANY))
                .with((made, played) -> {
                    Map<String, String> names = new LinkedHashMap<>();
                    Stream.concat(made.data().stream(), played.data().stream())
                            .forEach(key -> names.put(key.id(), Objects.requireNonNullElse(key.name(), key.hint())));
                    return names;
                });
    }
}
