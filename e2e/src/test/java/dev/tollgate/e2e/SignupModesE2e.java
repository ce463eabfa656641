package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Who may come in, and by which link: each way that ends says so, and leads on.
class SignupModesE2e {
    private static final String PASSWORD = "a gate of nine bells";
    private static final String ADMIN_TOKEN = "tga-of-the-modes";
    private static final Pattern SIGNED_IN = Pattern.compile("Signed in as");

    private final Suite suite = Suite.running();
    private final String guest = "guest-" + UUID.randomUUID() + "@example.com";

    @Test
    void byInvitationNobodyElseSignsUpAndALinkIsGoodOnce() {
        try (Place place = new Place("invitation", true);
                PageStage stage = Chromium.open(place.console, true)) {
            Page page = stage.page();
            stage.open("/login");
            assertThat(link(page, "Create an account")).hasCount(0);
            assertThat(link(page, "Forgot your password?")).isVisible();
            stage.open("/signup");
            assertThat(page.locator("h1")).hasText("Sign-up is by invitation");
            assertThat(page.locator("form[action='/signup']")).hasCount(0);
            stage.inspect("signup-by-invitation");
            place.manage("/invitations", "{\"email\":\"" + guest + "\"}");
            String invitation = new Mailbox(suite.mails(), guest).link("/invitation");
            page.navigate(invitation);
            become(page);
            assertThat(page.getByLabel(SIGNED_IN)).isVisible();
            page.navigate(invitation);
            assertThat(page.locator("h1")).hasText("This link does not work");
            assertThat(page.getByText("Ask for another invitation")).isVisible();
            stage.inspect("invitation-spent");
        }
    }

    @Test
    void whereSignUpIsOffAnInvitationIsForWhoHasALogin() {
        try (Place place = new Place("off", true);
                PageStage stage = Chromium.open(place.console, true)) {
            Page page = stage.page();
            stage.open("/signup");
            assertThat(page.locator("h1")).hasText("Sign-up is closed");
            stage.inspect("signup-off");
            String account = place.manage("/accounts", "{\"name\":\"Boats\",\"group\":\"default\"}");
            place.manage("/accounts/" + account + "/invitations", "{\"email\":\"" + guest + "\",\"role\":\"MEMBER\"}");
            page.navigate(new Mailbox(suite.mails(), guest).link("/invitation"));
            assertThat(page.getByText("Ask those who run this service for a login"))
                    .isVisible();
            assertThat(page.getByLabel("Password")).hasCount(0);
            stage.inspect("invitation-off");
            place.manage("/users", "{\"login\":\"" + guest + "\",\"name\":\"Gus\",\"password\":\"" + PASSWORD + "\"}");
            link(page, "I have an account already: sign in").click();
            signIn(page, guest);
            button(page, "Accept the invitation").click();
            assertThat(page.getByText("You are a member of Boats now.")).isVisible();
        }
    }

    @Test
    void withoutMailNoLinkIsPromised() {
        try (Place place = new Place("open", false);
                PageStage stage = Chromium.open(place.console, true)) {
            Page page = stage.page();
            stage.open("/login");
            assertThat(page.locator("form[action='/login']")).isVisible();
            assertThat(link(page, "Create an account")).hasCount(0);
            assertThat(link(page, "Forgot your password?")).hasCount(0);
            stage.open("/signup");
            assertThat(page.getByText("No mails are sent from here yet")).isVisible();
            stage.inspect("signup-without-mail");
            for (String path : new String[] {"/password-reset", "/signup/resend"}) {
                stage.open(path);
                assertThat(page.getByText("No mails are sent from here, so no link would come."))
                        .isVisible();
                assertThat(page.getByLabel("E-mail")).hasCount(0);
            }
            stage.inspect("reset-without-mail");
        }
    }

    @Test
    void whoHasALoginAcceptsAnInvitationToAnotherAccountSignedInOrNot() {
        Person owner = Person.owner(suite);
        Person first = Person.owner(suite);
        Person second = Person.owner(suite);
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            String link = invite(owner, first);
            page.navigate(link);
            become(page);
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("has a login here already");
            assertThat(page.getByLabel("Name")).hasValue("Gus");
            stage.inspect("invitation-known");
            link(page, "I have an account already: sign in").click();
            page.getByLabel("E-mail or login").fill(first.login());
            page.getByLabel("Password").fill(Person.PASSWORD);
            page.keyboard().press("Enter");
            button(page, "Accept the invitation").click();
            assertThat(page.getByText("You are a member of Ada's boats now.")).isVisible();
            assertThat(page.locator("#tg-account")).hasValue(owner.account());

            page.navigate(invite(owner, second));
            assertThat(page.getByText("you are signed in as " + first.login())).isVisible();
            stage.inspect("invitation-of-another");
            button(page, "Sign out and use the other login").click();
            page.getByLabel("E-mail or login").fill(second.login());
            page.getByLabel("Password").fill(Person.PASSWORD);
            page.keyboard().press("Enter");
            button(page, "Accept the invitation").click();
            assertThat(page.getByText("You are a member of Ada's boats now.")).isVisible();
        }
    }

    @Test
    void aLinkThatIsWrongOrTooOldSaysWhatToDo() throws SQLException {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            stage.open("/signup/confirm?token=wrong");
            button(page, "Confirm").click();
            isSpent(page, "Send it again");
            stage.open("/email-confirmation?token=wrong");
            button(page, "Confirm").click();
            isSpent(page, "Back to sign in");
            stage.open("/invitation?token=wrong");
            isSpent(page, "Back to sign in");
            stage.open("/signup");
            page.getByLabel("Name").fill("Gus");
            page.getByLabel("E-mail").fill(guest);
            page.getByLabel("Password").fill(PASSWORD);
            button(page, "Create account").click();
            page.navigate(aged("/signup/confirm"));
            button(page, "Confirm").click();
            isSpent(page, "Send it again");
            stage.inspect("link-spent");
            Person known = Person.owner(suite);
            stage.open("/password-reset");
            page.getByLabel("E-mail").fill(known.login());
            button(page, "Send the link").click();
            String reset = new Mailbox(suite.mails(), known.login()).link("/password-reset");
            age();
            page.navigate(reset);
            page.getByLabel("New password").fill(PASSWORD);
            button(page, "Set password").click();
            isSpent(page, "Set a new password");
        }
    }

    private String aged(String path) throws SQLException {
        String link = new Mailbox(suite.mails(), guest).link(path);
        age();
        return link;
    }

    /// Ends the time of all links that are on their way.
    private void age() throws SQLException {
        try (var connection = suite.stack().database();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE auth.mail_token SET expires_at = now() - interval '1 second'"
                    + " WHERE purpose IN ('SIGNUP', 'RESET')");
        }
    }

    private static void isSpent(Page page, String next) {
        assertThat(page.locator("h1")).hasText("This link does not work");
        assertThat(link(page, next)).isVisible();
    }

    private String invite(Person owner, Person whom) {
        owner.own("POST", "/invitations", "{\"email\":\"" + whom.login() + "\",\"role\":\"MEMBER\"}");
        return new Mailbox(suite.mails(), whom.login()).link("/invitation");
    }

    private static void become(Page page) {
        page.getByLabel("Name").fill("Gus");
        page.getByLabel("Password").fill(PASSWORD);
        button(page, "Accept the invitation").click();
    }

    private static void signIn(Page page, String login) {
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(PASSWORD);
        page.keyboard().press("Enter");
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Auth with people of its own, and its Console, beside the suite.
    private final class Place implements AutoCloseable {
        private final URI console = URI.create("http://127.0.0.1:" + freePort());
        private final Pod auth;
        private final ServiceProcess pages;

        Place(String mode, boolean mails) {
            String internal = suite.stack().internalToken();
            Map<String, String> mail = mails
                    ? Map.of(
                            "TOLLGATE_MAIL_FROM",
                            "tollgate@localhost",
                            "TOLLGATE_SMTP_HOST",
                            "127.0.0.1",
                            "TOLLGATE_SMTP_PORT",
                            Integer.toString(suite.stack().url("mail").getPort()),
                            "TOLLGATE_SMTP_START_TLS",
                            "DISABLED")
                    : Map.of();
            Map<String, String> settings = new HashMap<>(mail);
            settings.put("TOLLGATE_AUTH_SIGNUP_MODE", mode);
            settings.put("TOLLGATE_PUBLIC_URL", console.toString());
            settings.put("TOLLGATE_INTERNAL_TOKENS", internal);
            auth = new Pod(suite, "auth", Pod.Database.empty(suite), settings);
            pages = new ServiceProcess(
                    "console-service",
                    Map.of(
                            "TOLLGATE_HTTP_PORT",
                            Integer.toString(console.getPort()),
                            "TOLLGATE_PUBLIC_URL",
                            console.toString(),
                            "TOLLGATE_INTERNAL_TOKENS",
                            internal,
                            "TOLLGATE_ADMIN_TOKEN",
                            ADMIN_TOKEN,
                            "TOLLGATE_AUTH_URL",
                            auth.url(),
                            "TOLLGATE_ROUTING_URL",
                            suite.stack().url("routing").toString(),
                            "TOLLGATE_BILLING_URL",
                            suite.stack().url("billing").toString()));
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> auth.probe("ready").statusCode() == 200
                            && suite.send(HttpRequest.newBuilder(console.resolve("/q/health/ready"))
                                                    .build())
                                            .statusCode()
                                    == 200);
        }

        /// As the first operator. @return the id of what was made
        String manage(String path, String body) {
            HttpResponse<String> answer = suite.send(HttpRequest.newBuilder(console.resolve("/api/v1" + path))
                    .header("Authorization", "Bearer " + ADMIN_TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build());
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(200, 299);
            return Suite.json(answer.body()).get("id").textValue();
        }

        @Override
        public void close() {
            pages.close();
            auth.close();
        }
    }
}
