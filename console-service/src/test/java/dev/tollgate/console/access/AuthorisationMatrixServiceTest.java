package dev.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.console.access.AccessTable.Elsewhere;
import dev.tollgate.console.access.AccessTable.Operation;
import dev.tollgate.console.access.AccessTable.Whose;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.TokenAnswer.Verdict;
import dev.tollgate.local.architecture.ArchitectureRules;
import dev.tollgate.local.testing.Endless;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every operation of the OpenAPI document × every role and scope × own, foreign and no account, by the real filter
/// over HTTP. What is expected is in one table, `contracts/openapi/console-v1.access.txt`.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class AuthorisationMatrixServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AccessTable TABLE = AccessTable.read();
    private static final java.nio.file.Path GUIDE = java.nio.file.Path.of("..", "docs", "access.md");
    private static final String JSON_TYPE = "application/json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");

    private final HttpClient http = HttpClient.newHttpClient();
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeers() {
        peers.close();
    }

    @Test
    void eachOperationOfTheDocumentIsInTheTableAndTheOtherWayRound() throws Exception {
        Set<String> documented = new TreeSet<>(consumed().keySet());
        Set<String> ruled =
                new TreeSet<>(TABLE.operations().stream().map(Operation::name).toList());
        assertThat(documented).hasSizeGreaterThan(80).isEqualTo(ruled);
        assertThat(TABLE.operations()).hasSize(ruled.size());
    }

    @Test
    void whatTheDocumentHidesIsInTheTableToo() {
        Set<String> hidden = new TreeSet<>();
        for (JavaClass resource : ArchitectureRules.mainClasses("dev.tollgate.console")) {
            for (JavaMethod method : resource.getMethods()) {
                if (method.isAnnotatedWith(org.eclipse.microprofile.openapi.annotations.Operation.class)
                        && method.getAnnotationOfType(org.eclipse.microprofile.openapi.annotations.Operation.class)
                                .hidden()) {
                    hidden.add(resource.getAnnotationOfType(Path.class).value() + "/"
                            + method.getAnnotationOfType(Path.class).value());
                }
            }
        }
        assertThat(hidden).contains("/webhooks/stripe");
        assertThat(TABLE.elsewhere()).extracting(Elsewhere::path).containsAll(hidden);
    }

    @Test
    void everyVerdictIsTheTables() throws Exception {
        List<Player> players = players();
        Map<String, List<String>> consumed = consumed();
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Operation operation : TABLE.operations()) {
            for (String type : Objects.requireNonNull(consumed.get(operation.name()), operation.name())) {
                for (Target target : targets(operation)) {
                    for (Player player : players) {
                        fault(new Asking(operation, target, type), player).ifPresent(wrong::add);
                        asked++;
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(5_000);
    }

    @Test
    void whatIsOfAnotherAccountIsNotThereUnderOnesOwn() throws Exception {
        List<String> played = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Operation operation : TABLE.operations()) {
            String others = TABLE.path(operation, false, true);
            if (operation.whose() == Whose.ACCOUNT && !others.equals(TABLE.path(operation, false))) {
                played.add(operation.name());
                for (String token : List.of(Cast.of(AccountRole.OWNER), Cast.of(PlatformRole.OPERATOR))) {
                    HttpResponse<String> answer = send(operation.method(), others, token, "{}");
                    HttpResponse<String> none =
                            send(operation.method(), others.replaceFirst("2$", "none"), token, "{}");
                    if (answer.statusCode() != 404 || !answer.body().equals(none.body())) {
                        wrong.add(operation.name() + ": " + answer.body() + " / " + none.body());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(played)
                .containsExactly(
                        "DELETE /api/v1/accounts/{id}/alert-targets/{targetId}",
                        "DELETE /api/v1/accounts/{id}/invitations/{invitation}",
                        "POST /api/v1/accounts/{id}/invitations/{invitation}/resend",
                        "DELETE /api/v1/accounts/{id}/payment-methods/{method}",
                        "GET /api/v1/accounts/{id}/payments/{payment}");
    }

    @Test
    void whatIsNotThereAndWhatIsAnothersIsToldAlike() throws Exception {
        String owner = Cast.of(AccountRole.OWNER);
        List<String> wrong = new ArrayList<>();
        for (Operation operation : TABLE.operations()) {
            if (operation.whose() == Whose.ACCOUNT && !operation.isAccountNamed()) {
                HttpResponse<String> foreign = send(operation.method(), TABLE.path(operation, true), owner, "{}");
                HttpResponse<String> unknown = send(
                        operation.method(),
                        TABLE.path(operation, true).replaceFirst("(2|far)(?=/|$)", "none"),
                        owner,
                        "{}");
                if (foreign.statusCode() != 404 || !foreign.body().equals(unknown.body())) {
                    wrong.add(operation.name() + ": " + foreign.body() + " / " + unknown.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsServedBesideTheDocumentIsOpenOrNothing() {
        for (Elsewhere one : TABLE.elsewhere()) {
            assertThat(RestAssured.request(one.method(), one.path()).statusCode())
                    .as(one.name())
                    .isEqualTo(one.status());
        }
    }

    /// Of what roles hold; what is everybody's own has no row.
    @Test
    void theGuideTellsTheSameOfEachRole() throws IOException {
        List<String> roles = List.of("owner", "member", "billing", "auditor", "operator");
        List<String> told = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.matches("\\| `[a-z]+:[a-z]+` \\|.*"))
                .map(line -> List.of(line.split("\\|", -1)))
                .map(cells -> cells.get(1).strip().replace("`", "") + ": "
                        + String.join(
                                " ",
                                roles.stream()
                                        .filter(role -> cells.get(3 + roles.indexOf(role))
                                                .contains("✓"))
                                        .toList()))
                .toList();
        assertThat(told)
                .containsExactlyElementsOf(Stream.of(Permission.values())
                        .map(Permission::scope)
                        .filter(scope -> !scope.startsWith("tokens:"))
                        .map(scope -> scope + ": "
                                + String.join(
                                        " ",
                                        roles.stream()
                                                .filter(role -> TABLE.holds(role, scope))
                                                .toList()))
                        .toList());
    }

    @Test
    void anEndpointWithoutARuleIsClosedToAll() throws Exception {
        HttpResponse<String> operator = send("GET", "/api/v1/unruled", Cast.of(PlatformRole.OPERATOR), null);
        assertThat(operator.statusCode()).isEqualTo(403);
        assertThat(operator.body()).contains("missing_scope", "has no rule");
        assertThat(send("GET", "/api/v1/unruled", ConsoleProfile.ADMIN_TOKEN, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/unruled", null, null).statusCode()).isEqualTo(401);
    }

    /// The media types that each operation of the document takes; one that takes none is sent JSON all the same.
    private static Map<String, List<String>> consumed() throws IOException {
        JsonNode paths = JSON.readTree(
                        RestAssured.get("/api/v1/openapi?format=json").asString())
                .path("paths");
        Map<String, List<String>> consumed = new TreeMap<>();
        paths.properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                List<String> types = new ArrayList<>();
                operation.getValue().at("/requestBody/content").fieldNames().forEachRemaining(types::add);
                consumed.put(
                        operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        types.isEmpty() ? List.of(JSON_TYPE) : types);
            }
        }));
        return consumed;
    }

    private Optional<String> fault(Asking asking, Player player) throws Exception {
        Operation operation = asking.operation();
        Target target = asking.target();
        long writes = writes();
        HttpResponse<String> answer = call(asking, player);
        String code = code(answer);
        Expected expected = expected(operation, target, player);
        boolean passed = !List.of(401, 403, 404, 405, 415).contains(answer.statusCode());
        boolean right = expected.code().isEmpty() ? passed : expected.code().equals(code);
        if (right && !expected.param().isEmpty()) {
            right = JSON.readTree(answer.body()).at("/error/param").asText().equals(expected.param());
        }
        if (right && !expected.code().isEmpty() && writes() != writes) {
            return Optional.of(operation.name() + " by " + player.name() + " was refused after it was done");
        }
        return right
                ? Optional.empty()
                : Optional.of("%s (%s) by %s: expected %s, got %d %s"
                        .formatted(
                                operation.name(), target, player.name(), expected, answer.statusCode(), answer.body()));
    }

    /// The rules, in words, beside the code that they are to judge.
    private static Expected expected(Operation operation, Target target, Player player) {
        if (operation.whose() == Whose.OPEN) {
            return Expected.PASSES;
        }
        if (player.fault() != null) {
            return new Expected(player.fault(), "");
        }
        String permission = operation.permission();
        Expected refused = new Expected("missing_scope", permission);
        if (player.scope() != null && !player.scope().equals(permission)) {
            return refused;
        }
        boolean held = TABLE.holds(player.role(), permission);
        if (operation.whose() == Whose.OWN || (player.isPlatform() && held)) {
            return Expected.PASSES;
        }
        if (operation.whose() == Whose.PLATFORM || target == Target.NONE || player.isPlatform()) {
            return refused;
        }
        if (target == Target.FOREIGN) {
            return new Expected("not_found", "");
        }
        return held ? Expected.PASSES : refused;
    }

    private HttpResponse<String> call(Asking asking, Player player) throws Exception {
        Operation operation = asking.operation();
        Target target = asking.target();
        String path = TABLE.path(operation, target == Target.FOREIGN);
        String account = target == Target.FOREIGN ? Cast.FOREIGN : "acct_1";
        boolean named = operation.isAccountNamed() && target != Target.NONE;
        boolean reads = operation.method().equals("GET");
        String query = named && reads ? "?account_id=" + account : "";
        String body = reads || operation.method().equals("DELETE")
                ? null
                : named ? "{\"account_id\":\"" + account + "\"}" : "{}";
        return send(operation.method(), path + query, player.token(), body, asking.type());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        return send(method, path, token, body, JSON_TYPE);
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable String token, @Nullable String body, String type)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return Endless.send(http, request.build());
    }

    /// Calls that change something and reached a service.
    private long writes() {
        return Stream.of(peers.auth, peers.routing, peers.billing)
                .flatMap(stub -> stub.calls().stream())
                .map(PeerStub.Call::method)
                .filter(method -> !method.equals("GET"))
                .count();
    }

    private static String code(HttpResponse<String> answer) throws IOException {
        return answer.statusCode() < 400 || answer.body().isEmpty()
                ? ""
                : JSON.readTree(answer.body()).at("/error/code").asText();
    }

    private static List<Target> targets(Operation operation) {
        if (operation.whose() != Whose.ACCOUNT) {
            return List.of(Target.OWN);
        }
        return operation.isAccountNamed() ? List.of(Target.values()) : List.of(Target.OWN, Target.FOREIGN);
    }

    private static List<Player> players() {
        List<Player> players = new ArrayList<>();
        players.add(new Player("anonymous", "", null, "missing_api_key", null));
        players.add(new Player("expired token", "", null, "api_key_expired", Cast.spent(Verdict.EXPIRED)));
        players.add(new Player("revoked token", "", null, "invalid_api_key", Cast.spent(Verdict.REFUSED)));
        players.add(new Player("admin token", "operator", null, null, ConsoleProfile.ADMIN_TOKEN));
        for (AccountRole role : AccountRole.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            players.add(new Player(name, name, null, null, Cast.of(role)));
        }
        for (PlatformRole role : PlatformRole.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            players.add(new Player(name, name, null, null, Cast.of(role)));
        }
        for (Permission one : Permission.values()) {
            String scope = one.scope();
            players.add(
                    new Player("operator's " + scope, "operator", scope, null, Cast.of(PlatformRole.OPERATOR, scope)));
            players.add(new Player("owner's " + scope, "owner", scope, null, Cast.of(AccountRole.OWNER, scope)));
        }
        return players;
    }

    private enum Target {
        OWN,
        FOREIGN,
        NONE
    }

    /// @param type of what the operation is sent
    private record Asking(Operation operation, Target target, String type) {}

    /// @param code the error's, or empty when the call is let through
    private record Expected(String code, String param) {
        static final Expected PASSES = new Expected("", "");
    }

    /// @param scope the only one of a token, or null for a session
    /// @param fault why the credential is none, or null
    private record Player(
            String name,
            String role,
            @Nullable String scope,
            @Nullable String fault,
            @Nullable String token) {
        boolean isPlatform() {
            return role.equals("operator") || role.equals("auditor");
        }
    }
}
