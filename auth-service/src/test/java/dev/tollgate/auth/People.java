package dev.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What people do, and what is in their mailboxes.
public final class People {
    public static final String PASSWORD = "a long enough secret";

    private static final Pattern TOKEN = Pattern.compile("token=(tgm_[0-9A-Za-z]+)");

    private final Pool pool;

    public People(Pool pool) {
        this.pool = pool;
    }

    /// A mail that was left to be sent.
    public record Letter(String subject, String content) {
        public String token() {
            Matcher found = TOKEN.matcher(content);
            assertThat(found.find()).as(content).isTrue();
            return found.group(1);
        }
    }

    public static String address(String name) {
        return name + "-" + System.nanoTime() + "@example.com";
    }

    /// From an address of the network of its own.
    public static ValidatableResponse post(String path, String body) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return post(path, body, "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256));
    }

    public static ValidatableResponse post(String path, String body, String clientAddress) {
        return AuthApi.call()
                .header(Headers.CLIENT_ADDRESS, clientAddress)
                .header(Headers.CLIENT_AGENT, "Test/1.0")
                .body(body)
                .post(path)
                .then();
    }

    public static ValidatableResponse signUp(String email, String more) {
        return post(
                InternalPaths.SIGNUPS,
                "{\"email\":\"" + email + "\",\"name\":\"Ada\",\"password\":\"" + PASSWORD + "\"" + more + "}");
    }

    /// Signs up and confirms.
    ///
    /// @return the user's id
    public String member(String email) {
        signUp(email, "").statusCode(200);
        confirm(newest(email).token()).statusCode(204);
        return userId(email);
    }

    public static ValidatableResponse confirm(String token) {
        return post(InternalPaths.SIGNUPS + "/confirm", "{\"token\":\"" + token + "\"}");
    }

    public static LoginAnswer login(String login, String password, String more) {
        return post(
                        InternalPaths.SESSIONS,
                        "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"" + more + "}")
                .statusCode(200)
                .extract()
                .as(LoginAnswer.class);
    }

    public static TokenAnswer ask(String secret) {
        return AuthApi.post(InternalPaths.PRINCIPALS, "{\"tokenHash\":\"" + TokenFormat.hash(secret) + "\"}")
                .statusCode(200)
                .extract()
                .as(TokenAnswer.class);
    }

    public static Principal principal(String userId) {
        return Objects.requireNonNull(AuthApi.call()
                .get(InternalPaths.PRINCIPALS + "/" + userId)
                .then()
                .statusCode(200)
                .extract()
                .as(TokenAnswer.class)
                .principal());
    }

    public static List<AuditEntryView> audit(String subject) {
        Page<AuditEntryView> page = AuthApi.call()
                .get(InternalPaths.AUDIT + "?subject=" + subject)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        return page.data();
    }

    /// The letters to this address, the newest first.
    public List<Letter> letters(String address) {
        List<Letter> letters = new ArrayList<>();
        for (Row row : pool.preparedQuery(
                        "SELECT subject, content FROM auth.mail WHERE recipient = $1 ORDER BY id DESC")
                .executeAndAwait(Tuple.of(address))) {
            letters.add(new Letter(row.getString("subject"), row.getString("content")));
        }
        return letters;
    }

    public Letter newest(String address) {
        List<Letter> letters = letters(address);
        assertThat(letters).as("mails to " + address).isNotEmpty();
        return letters.getFirst();
    }

    public String userId(String login) {
        return text("SELECT id FROM auth.app_user WHERE lower(login) = lower($1)", login);
    }

    public String text(String query, String parameter) {
        return pool.preparedQuery(query)
                .executeAndAwait(Tuple.of(parameter))
                .iterator()
                .next()
                .getString(0);
    }

    public long count(String query, String parameter) {
        return pool.preparedQuery("SELECT count(*) FROM " + query)
                .executeAndAwait(Tuple.of(parameter))
                .iterator()
                .next()
                .getLong(0);
    }

    /// All at the same time.
    public static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(threads.submit(work));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }
}
