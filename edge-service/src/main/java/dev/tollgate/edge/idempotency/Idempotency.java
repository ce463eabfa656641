package dev.tollgate.edge.idempotency;

import dev.tollgate.contract.routing.v1.SealedCredential;
import dev.tollgate.edge.catalogue.EdgeMasterKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Names of requests, claimed in Redis by one atomic SET. A value is `r` while its request runs, `s` when it was
/// answered by something that is not kept, `a` with its sealed answer; each with the body's fingerprint.
@Startup
@Singleton
public class Idempotency {
    private static final Logger LOG = Logger.getLogger(Idempotency.class);
    private static final String PREFIX = "tollgate:idempotency:";

    private final Names names;
    private final EdgeMasterKeys masterKeys;
    private final IdempotencyConfig config;
    private final Counter replayed;
    private final Counter unkept;

    Idempotency(Names names, EdgeMasterKeys masterKeys, IdempotencyConfig config, MeterRegistry registry) {
        this.names = names;
        this.masterKeys = masterKeys;
        this.config = config;
        this.replayed = Counter.builder("tollgate.edge.idempotency.replayed")
                .description("Requests that were given the first one's answer again")
                .register(registry);
        this.unkept = Counter.builder("tollgate.edge.idempotency.unkept")
                .description("Ends of requests with a name that Redis was not told of")
                .register(registry);
    }

    /// @param ofLine it is a batch's line: names of callers are others
    public record Name(String text, boolean ofLine) {
        private byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Never fails.
    ///
    /// @param operation what was asked for: one name for two operations is two bodies
    /// @param body its digest
    public Future<Claim> claim(String accountId, Name name, String requestId, String operation, byte[] body) {
        String key = PREFIX + Fingerprint.of(accountId, name.ofLine() ? "line" : "", name.bytes());
        String fingerprint = Fingerprint.of(operation, "", body);
        String running = "r:" + fingerprint + ':' + requestId;
        return names.claim(key, running, config.runningMax())
                .map(found -> found.isEmpty()
                        ? new Claim.First(new Held(key, fingerprint, running, name.ofLine()))
                        : known(key, fingerprint, found.get()))
                .otherwise(failure -> {
                    LOG.warnf("a request with an Idempotency-Key is refused: %s", failure.toString());
                    return new Claim.Unavailable();
                });
    }

    private Claim known(String key, String fingerprint, String value) {
        String[] parts = value.split(":", 4);
        if (!parts[1].equals(fingerprint)) {
            return new Claim.OtherBody();
        }
        return switch (parts[0]) {
            case "r" -> new Claim.UnderWay();
            case "a" -> answered(key, new SealedCredential(parts[2], parts[3]));
            default -> new Claim.NotKept();
        };
    }

    private Claim answered(String key, SealedCredential sealed) {
        try {
            Claim claim = new Claim.Answered(KeptAnswer.read(masterKeys.keys().open(sealed, key)));
            replayed.increment();
            return claim;
        } catch (IllegalArgumentException e) {
            LOG.warnf("a kept answer cannot be opened: %s", e.getMessage());
            return new Claim.NotKept();
        }
    }

    private final class Held implements Ticket {
        private final String key;
        private final String fingerprint;
        private final String running;
        private final long max;
        private boolean told;

        Held(String key, String fingerprint, String running, boolean ofLine) {
            this.max = (ofLine ? config.lineMax() : config.answerMax()).asLongValue();
            this.key = key;
            this.fingerprint = fingerprint;
            this.running = running;
        }

        @Override
        public boolean keeps(int length) {
            return length <= max;
        }

        @Override
        public void release() {
            tell("");
        }

        @Override
        public Future<Void> ended(boolean charged, @Nullable KeptAnswer answer) {
            if (answer != null) {
                SealedCredential sealed = masterKeys.keys().seal(answer.written(), key);
                return tell("a:" + fingerprint + ':' + sealed.keyId() + ':' + sealed.sealed());
            }
            return tell(charged ? "s:" + fingerprint : "");
        }

        private Future<Void> tell(String value) {
            if (told) {
                return Future.succeededFuture();
            }
            told = true;
            return names.replace(key, running, value, config.kept()).otherwise(failure -> {
                unkept.increment();
                LOG.warnf("the end of a request with an Idempotency-Key is not kept: %s", failure.toString());
                return null;
            });
        }
    }
}
