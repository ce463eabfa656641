package dev.tollgate.console.playground;

import dev.tollgate.console.keys.KeyResource;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Keys for the playground: one for each user and account, made when it is first needed, short-lived, kept in this
/// process' memory alone. It is an ordinary key of the user's: his limits and his account's bind it, and it is seen,
/// disabled and revoked like any other; only that lists leave it out when it has ended.
@ApplicationScoped
class PlaygroundKeys {
    private static final String NAME = "Playground";
    private static final RateLimits LIMITS = new RateLimits(60L, null, null, 4L);
    private static final int KEPT_MAX = 1_000;
    private static final Duration SPARE = Duration.ofMinutes(5);

    private final LinkedHashMap<Holder, Kept> kept = new LinkedHashMap<>();
    private final KeyResource keys;
    private final PlaygroundConfig config;
    private final Clock clock = Clock.systemUTC();

    @Inject
    PlaygroundKeys(KeyResource keys, PlaygroundConfig config) {
        this.keys = keys;
        this.config = config;
    }

    /// Whose a key is, and which account pays.
    record Holder(String user, String account) {}

    private record Kept(String secret, long untilSeconds) {
        @Override
        public String toString() {
            return "Kept[until " + untilSeconds + "]";
        }
    }

    /// The holder's secret key; a new one when there is none, or it ends soon.
    Uni<String> of(Holder holder) {
        long now = clock.instant().getEpochSecond();
        Kept known = known(holder);
        if (known != null && known.untilSeconds - SPARE.toSeconds() > now) {
            return Uni.createFrom().item(known.secret);
        }
        long until = now + config.keyFor().toSeconds();
        KeyCommand command =
                new KeyCommand(holder.account, NAME, null, null, until, null, null, null, LIMITS, null, null);
        return keys.createFor(KeyPurpose.PLAYGROUND, command).map(made -> {
            keep(holder, new Kept(made.secret(), until));
            return made.secret();
        });
    }

    /// The key no longer works: somebody revoked it.
    synchronized void forget(Holder holder) {
        kept.remove(holder);
    }

    private synchronized @Nullable Kept known(Holder holder) {
        return kept.get(holder);
    }

    private synchronized void keep(Holder holder, Kept key) {
        kept.putLast(holder, key);
        if (kept.size() > KEPT_MAX) {
            kept.pollFirstEntry();
        }
    }
}
