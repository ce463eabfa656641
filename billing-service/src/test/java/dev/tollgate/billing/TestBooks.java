package dev.tollgate.billing;

import static io.restassured.RestAssured.given;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.TestSecrets;
import io.restassured.common.mapper.TypeRef;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// What the service tests say to billing and ask of its database.
public final class TestBooks {
    private TestBooks() {}

    /// A call with the internal token.
    public static RequestSpecification inner() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .contentType(ContentType.JSON);
    }

    /// A call whose body is a text of another type than JSON.
    public static RequestSpecification inner(String type) {
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs(type, ContentType.TEXT)))
                .header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .contentType(type);
    }

    /// The audit log's entries about a subject or an account, newest first.
    ///
    /// @param query `subject=…` or `account_id=…`
    public static List<AuditEntryView> audit(String query) {
        return inner().get("/internal/v1/audit?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<Page<AuditEntryView>>() {})
                .data();
    }

    /// What a field of an entry's `before` or `after` was.
    public static @Nullable Object told(@Nullable String state, String field) {
        return JsonPath.from(Objects.requireNonNull(state)).get(field);
    }

    /// An account id that no other test uses.
    public static String newAccount() {
        return "acct_" + UUID.randomUUID();
    }

    public static Response give(String account, String amount, String key) {
        return inner().body(Map.of("amount", amount, "idempotency_key", key))
                .post("/internal/v1/credit/" + account + "/gifts");
    }

    public static void execute(Pool pool, String sql) {
        pool.query(sql).execute().await().indefinitely();
    }

    /// Several statements in one transaction.
    public static void inTransaction(Pool pool, List<String> statements) {
        pool.withTransaction(tx -> {
                    var done = tx.query("SELECT 1").execute();
                    for (String statement : statements) {
                        done = done.flatMap(_ -> tx.query(statement).execute());
                    }
                    return done;
                })
                .await()
                .indefinitely();
    }

    /// Does what nobody may: without triggers and foreign keys, as only a superuser can.
    public static void tamper(Pool pool, String sql) {
        inTransaction(
                pool,
                List.of("SET LOCAL session_replication_role = replica", "SET LOCAL statement_timeout = '120s'", sql));
    }

    public static VerifyReport verified() {
        return inner().get("/internal/v1/ledger/verify")
                .then()
                .statusCode(200)
                .extract()
                .as(VerifyReport.class);
    }

    /// The connections of another replica of billing on the same database. Who asks closes it.
    public static Pool replicaPool() {
        var config = ConfigProvider.getConfig();
        String url = config.getValue("quarkus.datasource.reactive.url", String.class);
        PgConnectOptions options = PgConnectOptions.fromUri(url)
                .setUser(config.getValue("quarkus.datasource.username", String.class))
                .setPassword(config.getOptionalValue("quarkus.datasource.password", String.class)
                        .orElse(""));
        options.addProperty("search_path", "billing").addProperty("lock_timeout", "5000");
        return Pool.newInstance(PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(10))
                .build());
    }

    public static long number(Pool pool, String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
