package dev.tollgate.auth.totp;

import dev.tollgate.auth.totp.TotpStore.Enrolled;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Seals authenticators' secrets under the newest master key, each for its user alone. What an older key has
/// sealed is sealed anew within the hour, so that the older one may go.
@ApplicationScoped
class TotpSecrets {
    private static final Logger LOG = Logger.getLogger(TotpSecrets.class);
    private static final int PER_ROUND = 500;

    private final @Nullable MasterKeys keys;
    private final Pool pool;
    private final TotpStore store;

    TotpSecrets(
            @ConfigProperty(name = "tollgate.master-keys") Optional<String> masterKeys, Pool pool, TotpStore store) {
        this.keys = masterKeys
                .filter(text -> !text.isBlank())
                .map(MasterKeys::parse)
                .orElse(null);
        this.pool = pool;
        this.store = store;
    }

    /// @throws ServiceException 409 where there is no master key
    SealedCredential seal(String userId, byte[] secret) {
        if (keys == null) {
            throw new ServiceException(
                    ErrorCode.CONFLICT, "Codes are not set up here: they need a master key (TOLLGATE_MASTER_KEYS).");
        }
        return keys.seal(Base32.write(secret), owner(userId));
    }

    /// @throws ServiceException 503 when no master key opens it
    byte[] open(Enrolled enrolled) {
        try {
            if (keys != null) {
                return Base32.read(keys.open(enrolled.secret(), owner(enrolled.userId())));
            }
        } catch (IllegalArgumentException e) {
            LOG.errorf("the authenticator of %s cannot be read: %s", enrolled.userId(), e.getMessage());
        }
        throw new ServiceException(
                ErrorCode.SERVICE_UNAVAILABLE, "Codes cannot be checked here now; a recovery code can.");
    }

    @Scheduled(every = "1h", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> reseal() {
        return keys == null
                ? Uni.createFrom().voidItem()
                : store.sealedUnderOthers(pool, keys.newest(), PER_ROUND).chain(this::resealAll);
    }

    private Uni<Void> resealAll(List<Enrolled> outdated) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Enrolled one : outdated) {
            done = done.chain(() -> store.reseal(pool, one, seal(one.userId(), open(one))))
                    .onFailure(ServiceException.class)
                    .recoverWithNull();
        }
        return done;
    }

    /// Never a provider's or deployment's: the ciphertext of one cannot pass for the other.
    private static String owner(String userId) {
        return "totp:" + userId;
    }
}
