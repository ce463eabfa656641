package dev.tollgate.billing.alert;

import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// What signs webhooks' calls, under the master keys: each opens for its own target alone. Without master keys
/// there are no webhooks.
@Singleton
class WebhookSecrets {
    private final @Nullable MasterKeys keys;

    WebhookSecrets(@ConfigProperty(name = "tollgate.master-keys") Optional<String> keys) {
        this.keys = keys.map(MasterKeys::parse).orElse(null);
    }

    boolean areOn() {
        return keys != null;
    }

    SealedCredential seal(String secret, String targetId) {
        return required().seal(secret, targetId);
    }

    String open(SealedCredential sealed, String targetId) {
        return required().open(sealed, targetId);
    }

    private MasterKeys required() {
        if (keys == null) {
            throw new IllegalStateException("there are no master keys (TOLLGATE_MASTER_KEYS)");
        }
        return keys;
    }
}
