package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.WorkloadToken;
import org.jspecify.annotations.Nullable;

/// What a caller has shown, as the cache knows it and auth is asked.
///
/// @param token of a ServiceAccount, which auth must see; null: a key, of which it knows the hash
record Credential(KeyHash hash, @Nullable String token) {
    static Credential of(String shown) {
        return new Credential(KeyHash.of(shown), WorkloadToken.isWellFormed(shown) ? shown : null);
    }

    static Credential of(KeyHash hash) {
        return new Credential(hash, null);
    }

    /// Never shown.
    @Override
    public String toString() {
        return "Credential";
    }
}
