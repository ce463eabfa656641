package dev.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.console.access.AccessTable.Operation;
import dev.tollgate.console.access.AccessTable.Whose;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.local.architecture.ArchitectureRules;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plays every page of `console-v1.access.txt` as everybody: pages are judged by the rules that the management API is.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class PageMatrixServiceTest {
    /// Questions too long for an address; one of a page that failed otherwise may arrive after its answer.
    private static final Set<String> ASKED_BY_POST = Set.of("/usage/top", "/credits");

    private static final AccessTable TABLE = AccessTable.read();

    private final Map<String, Visitor> views = new TreeMap<>();

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
    void eachPageIsInTheTableByItsRuleAndTheOtherWayRound() {
        Map<String, String> served = new TreeMap<>();
        for (JavaClass known : ArchitectureRules.mainClasses("dev.tollgate.console")) {
            if (known.isAnnotatedWith(Path.class)) {
                Class<?> resource = known.reflect();
                for (Method method : resource.getDeclaredMethods()) {
                    if (Pages.isPage(resource)) {
                        verb(method).ifPresent(verb -> served.put(verb + " " + path(resource, method), rule(method)));
                    }
                }
            }
        }
        Map<String, String> told = new TreeMap<>();
        TABLE.pages()
                .forEach(page -> told.put(
                        page.name(),
                        page.permission() + " " + page.whose().name().toLowerCase(Locale.ROOT)));
        assertThat(served).hasSizeGreaterThan(10).isEqualTo(told);
        assertThat(TABLE.pages()).hasSize(told.size());
    }

    /// One that does not say that it is HTML would be judged by a header that no browser sends.
    @Test
    void whatIsNotOfTheManagementApiIsAPageOrNamedBesideIt() {
        List<String> others = new ArrayList<>();
        for (JavaClass known : ArchitectureRules.mainClasses("dev.tollgate.console")) {
            if (known.isAnnotatedWith(Path.class) && !known.isInterface() && !Pages.isPage(known.reflect())) {
                String root = known.getAnnotationOfType(Path.class).value();
                if (!root.equals("/api/v1") && !root.startsWith("/api/v1/")) {
                    others.add(root);
                }
            }
        }
        assertThat(others).containsExactlyInAnyOrder("/webhooks", "/reports");
    }

    @Test
    void everyVerdictIsTheTables() {
        List<String> wrong = new ArrayList<>();
        for (Operation page : TABLE.pages()) {
            for (boolean foreign : page.whose() == Whose.ACCOUNT ? List.of(false, true) : List.of(false)) {
                for (Player player : players()) {
                    Visitor visitor = visitor(page, foreign, player);
                    List<String> writes = writes();
                    HttpResponse<String> answer = open(page, foreign, visitor);
                    int expected = expected(page, foreign, player);
                    int status = answer.statusCode();
                    boolean toSignIn = status == 303
                            && answer.headers()
                                    .firstValue("Location")
                                    .orElse("")
                                    .contains("/login?next=");
                    boolean right = expected == 200
                            ? !toSignIn && !List.of(401, 403, 404, 405, 415).contains(status)
                            : expected == 303 ? toSignIn : status == expected;
                    if (!right || (expected != 200 && !writes().equals(writes))) {
                        wrong.add("%s (%s) by %s: expected %d, got %d %s, after %s came %s"
                                .formatted(
                                        page.name(),
                                        foreign ? "foreign" : "own",
                                        player.name(),
                                        expected,
                                        status,
                                        answer.headers().firstValue("Location").orElse(""),
                                        writes,
                                        writes()));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Those of the platform have said why they look at the account: without it, [ViewingServiceTest].
    private Visitor visitor(Operation page, boolean foreign, Player player) {
        Visitor visitor = new Visitor(player.session());
        return player.isPlatform() && page.whose() == Whose.ACCOUNT
                ? views.computeIfAbsent(
                        player.name() + foreign, _ -> visitor.viewing(foreign ? Cast.FOREIGN : "acct_1"))
                : visitor;
    }

    private static HttpResponse<String> open(Operation page, boolean foreign, Visitor visitor) {
        String path = TABLE.path(page, foreign);
        String address =
                page.whose() == Whose.ACCOUNT ? path + "?account=" + (foreign ? Cast.FOREIGN : "acct_1") : path;
        return page.method().equals("GET") ? visitor.get(address) : visitor.post(address);
    }

    private static int expected(Operation page, boolean foreign, Player player) {
        if (page.whose() == Whose.OPEN) {
            return 200;
        }
        if (player.role().isEmpty()) {
            return 303;
        }
        boolean platform = player.isPlatform();
        boolean held = TABLE.holds(player.role(), page.permission());
        if (page.whose() == Whose.OWN || (platform && held)) {
            return 200;
        }
        if (foreign && !platform) {
            return 404;
        }
        return held && page.whose() == Whose.ACCOUNT ? 200 : 403;
    }

    private List<String> writes() {
        return Stream.of(peers.auth, peers.routing, peers.billing)
                .flatMap(stub -> stub.calls().stream())
                .filter(call -> !call.method().equals("GET") && !ASKED_BY_POST.contains(call.path()))
                .map(call -> call.method() + " " + call.path())
                .toList();
    }

    private static List<Player> players() {
        List<Player> players = new ArrayList<>();
        players.add(new Player("anonymous", "", null));
        players.add(new Player("expired session", "", Cast.spentInBrowser()));
        players.add(new Player("personal access token", "", Cast.of(PlatformRole.OPERATOR)));
        players.add(new Player("admin token", "", ConsoleProfile.ADMIN_TOKEN));
        for (AccountRole role : AccountRole.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            players.add(new Player(name, name, Cast.browser(role)));
        }
        for (PlatformRole role : PlatformRole.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            players.add(new Player(name, name, Cast.browser(role)));
        }
        return players;
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type == GET.class ? "GET" : type.getSimpleName())
                .findFirst();
    }

    /// Without the patterns of its parameters.
    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String whole = resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        String plain = whole.replaceAll("/+", "/").replaceAll("\\{(\\w+):[^}]*}", "{$1}");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String rule(Method method) {
        Requires rule = method.getAnnotation(Requires.class);
        if (rule == null) {
            Objects.requireNonNull(method.getAnnotation(OpenToAll.class), method::toString);
            return "- open";
        }
        String whose = rule.own() ? "own" : rule.account() == Requires.NoAccount.class ? "platform" : "account";
        return rule.value().scope() + " " + whose;
    }

    /// @param role empty for who is not signed in
    private record Player(
            String name, String role, @Nullable String session) {
        boolean isPlatform() {
            return role.equals("operator") || role.equals("auditor");
        }
    }
}
