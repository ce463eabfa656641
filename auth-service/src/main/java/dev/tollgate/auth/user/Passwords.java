package dev.tollgate.auth.user;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jspecify.annotations.Nullable;

/// Argon2id, 19 MiB and two passes each, as OWASP advises: off the event loop, and few at once, for the memory.
@ApplicationScoped
@Bulkhead(4)
@Timeout(value = 10, unit = ChronoUnit.SECONDS)
public class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LENGTH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Argon2Function FUNCTION =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, LENGTH_BYTES, Argon2.ID);

    /// Of no password: compared with when there is no user, so that both take the same time.
    private static final String NOBODYS =
            Password.hash("nobody").addRandomSalt(SALT_BYTES).with(FUNCTION).getResult();

    /// The form in which the password is stored, with its salt and parameters.
    public Uni<String> hash(String password) {
        return Uni.createFrom()
                .item(() -> Password.hash(password)
                        .addRandomSalt(SALT_BYTES)
                        .with(FUNCTION)
                        .getResult())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /// @param hash as stored; null fits no password, in the same time
    public Uni<Boolean> fits(String password, @Nullable String hash) {
        return Uni.createFrom()
                .item(() -> {
                    String stored = hash == null ? NOBODYS : hash;
                    boolean fits = Password.check(password, stored).with(Argon2Function.getInstanceFromHash(stored));
                    return fits && hash != null;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
