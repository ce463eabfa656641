package dev.tollgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTest {
    private static final List<String> ALL = List.of(
            "tollgate-internal",
            "tollgate-master-keys",
            "tollgate-postgres",
            "tollgate-receipts",
            "tollgate-redis",
            "tollgate-bootstrap");

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    private Cluster cluster;
    private ManagementStub console;

    @BeforeEach
    void start() {
        cluster = new Cluster(directory);
        console = new ManagementStub(
                () -> cluster.kubernetes.secret("tollgate-bootstrap").getOrDefault("admin-token", ""));
    }

    @AfterEach
    void stop() {
        console.close();
        cluster.close();
    }

    @Test
    void aQuickstartGetsEverySecretOfTheRightFormAndADemoKey() {
        console.away.set(3);
        run(true);
        assertThat(cluster.kubernetes.secret("tollgate-internal").get("TOLLGATE_INTERNAL_TOKENS"))
                .matches("[0-9a-f]{64}");
        String keys = cluster.kubernetes.secret("tollgate-master-keys").getOrDefault("TOLLGATE_MASTER_KEYS", "");
        assertThat(keys).startsWith("k1:");
        assertThat(Base64.getDecoder().decode(keys.substring(3))).hasSize(32);
        String receipts = cluster.kubernetes.secret("tollgate-receipts").getOrDefault("TOLLGATE_RECEIPT_KEYS", "");
        assertThat(receipts).startsWith("k1:").isNotEqualTo(keys);
        assertThat(Base64.getDecoder().decode(receipts.substring(3))).hasSize(32);
        assertThat(said).first().asString().contains("tollgate-receipts");
        assertThat(cluster.kubernetes.secret("tollgate-postgres"))
                .containsEntry("TOLLGATE_DB_REACTIVE_URL", "postgresql://tollgate-postgres:5432/tollgate")
                .containsEntry("TOLLGATE_DB_JDBC_URL", "jdbc:postgresql://tollgate-postgres:5432/tollgate")
                .containsEntry("TOLLGATE_DB_USER", "tollgate")
                .hasEntrySatisfying(
                        "TOLLGATE_DB_PASSWORD", password -> assertThat(password).hasSize(64));
        assertThat(cluster.kubernetes.secret("tollgate-redis"))
                .containsEntry("TOLLGATE_REDIS_URL", "redis://tollgate-redis:6379");
        assertThat(cluster.kubernetes.secret("tollgate-bootstrap"))
                .containsKey("admin-token")
                .containsEntry("demo-key", "sk-of-key_0")
                .containsEntry("demo-key-id", "key_0");
        assertThat(console.gifts.values()).containsExactly("100000000000");
        assertThat(said)
                .allSatisfy(line -> assertThat(line).doesNotContain("sk-").doesNotContainPattern("[0-9a-f]{32}"));
    }

    @Test
    void runTwiceItChangesNothing() {
        run(true);
        Map<String, Map<String, String>> first = all();
        int writes = cluster.kubernetes.writes().size();
        run(true);
        assertThat(all()).isEqualTo(first);
        assertThat(cluster.kubernetes.writes()).hasSize(writes);
        assertThat(console.keys).hasSize(1);
    }

    @Test
    void twoAtOnceLeaveOneTruth() throws Exception {
        CyclicBarrier bothMakeAKey = new CyclicBarrier(2);
        CountDownLatch once = new CountDownLatch(2);
        console.whileAKeyIsMade = () -> {
            if (once.getCount() > 0) {
                once.countDown();
                await(bothMakeAKey);
            }
        };
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> run(true));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> run(true));
        one.get();
        other.get();
        Map<String, String> bootstrap = cluster.kubernetes.secret("tollgate-bootstrap");
        String winner = bootstrap.getOrDefault("demo-key-id", "");
        assertThat(bootstrap).containsEntry("demo-key", "sk-of-" + winner);
        assertThat(console.keys).hasSize(2).containsEntry(winner, "active");
        assertThat(console.keys.values()).containsExactlyInAnyOrder("active", "revoked");
        assertThat(console.accounts).hasSize(1);
        assertThat(console.gifts).hasSize(1);
    }

    @Test
    void whoComesSecondWithTheSecretRevokesItsOwnKey() {
        console.whileAKeyIsMade = () -> {
            String token = cluster.kubernetes.secret("tollgate-bootstrap").getOrDefault("admin-token", "");
            String first = secret("tollgate-bootstrap", "admin-token", token);
            cluster.kubernetes.put("secrets", first.replace("\"data\":{", "\"data\":{\"demo-key\":\"dGhlaXJz\","));
        };
        run(true);
        assertThat(cluster.kubernetes.secret("tollgate-bootstrap")).containsEntry("demo-key", "theirs");
        assertThat(console.keys).containsExactly(Map.entry("key_0", "revoked"));
    }

    @Test
    void whatAnAdministratorBroughtIsLeftAsItIs() {
        cluster.kubernetes.put("secrets", secret("tollgate-internal", "TOLLGATE_INTERNAL_TOKENS", "ours"));
        cluster.kubernetes.put("secrets", secret("tollgate-bootstrap", "admin-token", "of-the-admin"));
        run(true);
        assertThat(cluster.kubernetes.secret("tollgate-internal"))
                .containsExactly(Map.entry("TOLLGATE_INTERNAL_TOKENS", "ours"));
        assertThat(cluster.kubernetes.secret("tollgate-bootstrap"))
                .containsEntry("admin-token", "of-the-admin")
                .containsKey("demo-key");
    }

    @Test
    void halfASecretIsNotCompletedByGuesses() {
        cluster.kubernetes.put("secrets", secret("tollgate-postgres", "TOLLGATE_DB_USER", "ours"));
        assertThatThrownBy(() -> run(true))
                .isInstanceOf(BootstrapException.class)
                .hasMessageContaining("tollgate-postgres")
                .hasMessageContaining("TOLLGATE_DB_PASSWORD");
        assertThat(cluster.kubernetes.secret("tollgate-postgres")).containsOnlyKeys("TOLLGATE_DB_USER");
    }

    @Test
    void inProductionOnlyTheFirstOperatorsTokenIsMade() {
        run(false);
        assertThat(cluster.kubernetes.secret("tollgate-bootstrap")).containsOnlyKeys("admin-token");
        assertThat(all().values().stream().filter(values -> !values.isEmpty())).hasSize(1);
        assertThat(console.accounts).isEmpty();
    }

    @Test
    void aDemoKeyThatTheDatabaseDoesNotKnowIsMadeAnew() {
        run(true);
        console.keys.clear();
        console.accounts.clear();
        run(true);
        assertThat(cluster.kubernetes.secret("tollgate-bootstrap")).containsEntry("demo-key", "sk-of-key_0");
        assertThat(console.keys).containsOnlyKeys("key_0");
    }

    @Test
    void aDemoKeyThatWasRevokedStaysSo() {
        run(true);
        console.keys.put("key_0", "revoked");
        run(true);
        assertThat(console.keys).hasSize(1);
    }

    @Test
    void theSecretsThatItMadeGoWithTheirOwnerAndOnlyThose() {
        serviceAccount();
        cluster.kubernetes.put("secrets", secret("tollgate-redis", "TOLLGATE_REDIS_URL", "redis://ours:6379"));
        run(true, "tollgate-edge");
        assertThat(ALL).filteredOn(name -> !name.equals("tollgate-redis")).allSatisfy(name -> assertThat(owners(name))
                .containsExactly("ServiceAccount tollgate-edge uid-1"));
        assertThat(owners("tollgate-redis")).isEmpty();
        assertThat(cluster.kubernetes.secret("tollgate-bootstrap")).containsKeys("admin-token", "demo-key");
    }

    @Test
    void itMayBeAskedLaterThatTheyOutliveTheInstallationOrNot() {
        serviceAccount();
        run(true);
        assertThat(owners("tollgate-postgres")).isEmpty();
        Map<String, Map<String, String>> first = all();
        run(true, "tollgate-edge");
        assertThat(owners("tollgate-postgres")).hasSize(1);
        int writes = cluster.kubernetes.writes().size();
        run(true, "tollgate-edge");
        assertThat(cluster.kubernetes.writes()).as("nothing left to do").hasSize(writes);
        run(true);
        assertThat(ALL).allSatisfy(name -> assertThat(owners(name)).isEmpty());
        assertThat(all()).isEqualTo(first);
    }

    @Test
    void anOwnerThatIsNotThereIsAMistake() {
        assertThatThrownBy(() -> run(false, "tollgate-edge"))
                .isInstanceOf(BootstrapException.class)
                .hasMessage("there is no ServiceAccount tollgate-edge");
    }

    private void serviceAccount() {
        cluster.kubernetes.put(
                "serviceaccounts",
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\","
                        + "\"metadata\":{\"name\":\"tollgate-edge\",\"uid\":\"uid-1\"}}");
    }

    private List<String> owners(String secret) {
        List<String> owners = new ArrayList<>();
        Objects.requireNonNull(cluster.kubernetes.get("secrets", secret))
                .at("/metadata/ownerReferences")
                .forEach(owner -> owners.add(owner.path("kind").asText() + " "
                        + owner.path("name").asText() + " " + owner.path("uid").asText()));
        return owners;
    }

    @Test
    void aConsoleThatNeverComesIsNotWaitedForForEver() {
        console.away.set(1_000);
        Bootstrap.Settings settings = new Bootstrap.Settings(true, null, console.url(), Duration.ofMillis(600));
        assertThatThrownBy(() -> new Bootstrap(cluster.api, settings, said::add).run())
                .isInstanceOf(BootstrapException.class)
                .hasMessageContaining("no demo key after PT0.6S")
                .hasMessageContaining("503");
    }

    private void run(boolean quickstart) {
        run(quickstart, null);
    }

    private void run(boolean quickstart, @Nullable String owner) {
        Bootstrap.Settings settings = new Bootstrap.Settings(quickstart, owner, console.url(), Duration.ofSeconds(20));
        new Bootstrap(cluster.api, settings, said::add).run();
    }

    private Map<String, Map<String, String>> all() {
        Map<String, Map<String, String>> all = new HashMap<>();
        ALL.forEach(name -> all.put(name, cluster.kubernetes.secret(name)));
        return all;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String secret(String name, String key, String value) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"%s\":\"%s\"}}"
                .formatted(name, key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
}
