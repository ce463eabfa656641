package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The account "demo" with credit and a key, whose secret is put into the Secret that people read.
///
/// Account and credit are made once, by their idempotency keys. A key's secret is told once and to one caller: each
/// run makes a key of its own, and of two at once the one that comes second with the Secret revokes its own again.
final class DemoKey {
    static final String KEY = "demo-key";
    static final String KEY_ID = "demo-key-id";

    private static final String ONCE = "tollgate-bootstrap-demo";
    private static final String CREDIT_NANOS = "100000000000";
    private static final int NOT_FOUND = 404;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    private final Secrets secrets;
    private final Management console;
    private final Duration patience;
    private final Consumer<String> out;

    DemoKey(Secrets secrets, Management console, Duration patience, Consumer<String> out) {
        this.secrets = secrets;
        this.console = console;
        this.patience = patience;
        this.out = out;
    }

    /// @throws BootstrapException when the console refuses, or was not there in time
    void make() {
        long until = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        String told = "";
        while (true) {
            try {
                attempt();
                return;
            } catch (Management.NotYet e) {
                String now = String.valueOf(e.getMessage());
                if (System.nanoTime() - until >= 0) {
                    throw new BootstrapException("no demo key after %s: %s".formatted(patience, now), e);
                }
                if (!now.equals(told)) {
                    out.accept("waiting for the console: " + now);
                    told = now;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private void attempt() throws Management.NotYet {
        Map<String, String> seen = secrets.read(Bootstrap.BOOTSTRAP);
        if (isGood(seen)) {
            out.accept("demo key: is there");
            return;
        }
        String account = made("/api/v1/accounts", object().put("name", "demo"), ONCE)
                .body()
                .path("id")
                .asText();
        ObjectNode gift = object().put("amount", CREDIT_NANOS).put("reason", "demo credit");
        made("/api/v1/accounts/" + account + "/gifts", gift, ONCE + "-" + account);
        Management.Answer key =
                made("/api/v1/keys", object().put("account_id", account).put("name", "demo"), fresh());
        String id = key.body().at("/key/id").asText();
        String secret = key.body().path("secret").asText();
        if (id.isEmpty() || secret.isEmpty()) {
            throw new BootstrapException("the management API made a key without an id or a secret");
        }
        if (secrets.replace(Bootstrap.BOOTSTRAP, seen, Map.of(KEY, secret, KEY_ID, id))) {
            out.accept("demo key: made");
        } else {
            made("/api/v1/keys/" + id + "/revoke", object().put("end_streams", true), null);
            out.accept("demo key: somebody else made one");
            attempt();
        }
    }

    /// The key is there and the database still knows it; one that was revoked was revoked by somebody who meant it.
    private boolean isGood(Map<String, String> seen) throws Management.NotYet {
        String id = seen.get(KEY_ID);
        if (!seen.containsKey(KEY)) {
            return false;
        }
        if (id == null) {
            // Put there by somebody: theirs to look after.
            return true;
        }
        return console.get("/api/v1/keys/" + id).status() != NOT_FOUND;
    }

    private Management.Answer made(String path, ObjectNode body, @Nullable String idempotencyKey)
            throws Management.NotYet {
        Management.Answer answer = console.post(path, body, idempotencyKey);
        if (!answer.isWell()) {
            throw new BootstrapException("POST %s answered %d %s".formatted(path, answer.status(), answer.body()));
        }
        return answer;
    }

    private static String fresh() {
        return ONCE + "-" + UUID.randomUUID();
    }

    private static ObjectNode object() {
        return KubeApi.JSON.createObjectNode();
    }
}
