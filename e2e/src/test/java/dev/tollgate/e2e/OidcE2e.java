package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signing in by a real Keycloak, on a console of its own beside the suite's. Auth makes users of whom it does not
/// know, and takes nobody for another by his address.
class OidcE2e {
    private static final Suite SUITE = Suite.running();
    private static final URI CONSOLE = URI.create("http://127.0.0.1:" + freePort());

    private static @Nullable Keycloak keycloak;
    private static @Nullable ServiceProcess console;

    @BeforeAll
    static void startKeycloakAndAConsoleThatKnowsIt() {
        Keycloak provider =
                Keycloak.start(SUITE, freePort(), CONSOLE, Person.owner(SUITE).login());
        keycloak = provider;
        console = new ServiceProcess("console-service", environment(provider));
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> SUITE.send(HttpRequest.newBuilder(CONSOLE.resolve("/login"))
                                        .build())
                                .statusCode()
                        == 200);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void theFirstSigninMakesAUserWithAnAccountAndEachLaterOneFindsHim() {
        String user;
        try (PageStage stage = Chromium.open(CONSOLE, true)) {
            Page page = stage.page();
            leave(page, "/keys?status=ACTIVE");
            showWho(page, "ada");
            consent(page, "Yes");
            page.waitForURL(CONSOLE + "/keys?status=ACTIVE");
            JsonNode me = me(page);
            user = me.get("user_id").textValue();
            assertThat(me.get("login").textValue()).isEqualTo("ada@staff.example");
            assertThat(me.get("memberships")).hasSize(1);
            assertThat(me.get("memberships").get(0).get("role").textValue()).isEqualTo("OWNER");
            assertThat(page.context().cookies(CONSOLE + "/login/oidc/callback"))
                    .extracting(cookie -> cookie.name)
                    .as("of what the provider issued, and of the way there, nothing is left")
                    .containsExactlyInAnyOrder("tollgate_visit", "tollgate_session");
            page.getByLabel(Pattern.compile("Signed in as")).click();
            button(page, "Sign out");
            assertThat(page.getByText("You have signed out.")).isVisible();
            page.navigate("/keys");
            assertThat(page).hasURL(Pattern.compile("/login\\?next=%2Fkeys$"));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Keycloak"))
                    .click();
            page.waitForURL("**/keys");
            assertThat(me(page).get("user_id").textValue()).isEqualTo(user);
        }
        try (PageStage stage = Chromium.open(CONSOLE, false)) {
            leave(stage.page(), "/keys");
            showWho(stage.page(), "ada");
            stage.page().waitForURL("**/keys");
            assertThat(me(stage.page()).get("user_id").textValue())
                    .as("in another browser, without scripts")
                    .isEqualTo(user);
        }
    }

    @Test
    void whoRefusesAndWhoseAddressIsNotVerifiedSeesWhatToDo() {
        try (PageStage stage = Chromium.open(CONSOLE, true)) {
            Page page = stage.page();
            stage.open("/login?next=/keys");
            stage.inspect("login-with-provider");
            leave(page, "/keys");
            showWho(page, "bo");
            consent(page, "No");
            page.waitForURL("**/login?next=**");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Keycloak did not let you in, or you refused.");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Keycloak"))
                    .click();
            page.waitForURL("**/realms/staff/**");
            showWho(page, "bo");
            consent(page, "Yes");
            page.waitForURL("**/login?next=**");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Keycloak has not verified your e-mail address");
            stage.inspect("login-unverified");
            isNobody(page);
        }
    }

    @Test
    void nobodyIsTakenForTheUserWhoseAddressHeHas() {
        try (PageStage stage = Chromium.open(CONSOLE, true)) {
            Page page = stage.page();
            leave(page, "/keys");
            showWho(page, "cy");
            consent(page, "Yes");
            page.waitForURL("**/login?next=**");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("there is no active user here for you");
            isNobody(page);
        }
    }

    @Test
    void anAnswerToWhatThisBrowserNeverAskedIsRefused() {
        try (PageStage stage = Chromium.open(CONSOLE, true)) {
            Page page = stage.page();
            leave(page, "/keys");
            page.navigate(page.url().replaceFirst("state=[^&]+", "state=11111111-1111-4111-8111-111111111111"));
            showWho(page, "dee");
            consent(page, "Yes");
            page.waitForURL("**/login?next=**");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Signing in with Keycloak was not completed");
            isNobody(page);
        }
    }

    private static void leave(Page page, String next) {
        page.navigate("/login?next=" + next.replace("?", "%3F").replace("=", "%3D"));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Keycloak"))
                .click();
        page.waitForURL("**/realms/staff/**");
    }

    /// Shows Keycloak who he is, unless it knows.
    private static void showWho(Page page, String user) {
        if (page.locator("#username").count() > 0) {
            page.locator("#username").fill(user);
            page.locator("#password").fill(Keycloak.PASSWORD);
            page.locator("#kc-login").click();
        }
    }

    private static void consent(Page page, String answer) {
        button(page, answer);
    }

    private static void button(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static void isNobody(Page page) {
        assertThat(page.context().cookies()).extracting(cookie -> cookie.name).doesNotContain("tollgate_session");
    }

    /// Who the browser's session is, by the management API.
    private static JsonNode me(Page page) {
        String session = page.context().cookies(List.of(CONSOLE.toString())).stream()
                .filter(cookie -> cookie.name.equals("tollgate_session"))
                .map((Cookie cookie) -> cookie.value)
                .findFirst()
                .orElseThrow();
        return Suite.json(SUITE.send(HttpRequest.newBuilder(CONSOLE.resolve("/api/v1/me"))
                        .header("Authorization", "Bearer " + session)
                        .build())
                .body());
    }

    private static Map<String, String> environment(Keycloak provider) {
        Map<String, String> all = new HashMap<>();
        all.put("TOLLGATE_HTTP_PORT", Integer.toString(CONSOLE.getPort()));
        all.put("TOLLGATE_PUBLIC_URL", CONSOLE.toString());
        all.put("TOLLGATE_INTERNAL_TOKENS", SUITE.stack().internalToken());
        for (String peer : List.of("auth", "routing", "billing")) {
            all.put(
                    "TOLLGATE_" + peer.toUpperCase(Locale.ROOT) + "_URL",
                    SUITE.stack().url(peer).toString());
        }
        all.put("TOLLGATE_CONSOLE_OIDC_ISSUER", provider.issuer().toString());
        all.put("TOLLGATE_CONSOLE_OIDC_CLIENT_ID", "console");
        all.put("TOLLGATE_CONSOLE_OIDC_SECRET", Keycloak.SECRET);
        all.put("TOLLGATE_CONSOLE_OIDC_NAME", "Keycloak");
        return all;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
