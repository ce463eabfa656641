package dev.tollgate.edge.provider.vertex;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.edge.provider.spi.Granted;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// The access tokens of service accounts, each minted once and kept for all requests until shortly before its
/// end.
@Singleton
public class AccessTokens {
    /// More than a catalogue has credentials.
    private static final int KNOWN_MAX = 1_024;

    private record Key(String baseUrl, String credential) {
        @Override
        public String toString() {
            return "Key[" + baseUrl + "]";
        }
    }

    private final Cache<Key, AccessToken> tokens =
            Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();
    private final Minter minter;
    private final InstantSource clock;

    @Inject
    AccessTokens(Minter minter) {
        this(minter, InstantSource.system());
    }

    AccessTokens(Minter minter, InstantSource clock) {
        this.minter = minter;
        this.clock = clock;
    }

    /// Never fails, and never blocks; waits only where there is no token that is good.
    Future<Granted> grant(String baseUrl, String credential) {
        return tokens.get(new Key(baseUrl, credential), key -> new AccessToken(() -> minter.mint(baseUrl, credential)))
                .get(clock.instant());
    }
}
