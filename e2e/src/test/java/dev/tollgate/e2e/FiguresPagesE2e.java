package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tollgate.e2e.Suite.Customer;
import java.nio.file.Files;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What calls come to, as people with a browser see it: the dashboard, the list with its receipts, the live tail, and
/// the operator's overview.
class FiguresPagesE2e {
    private static final long CREDIT = 10_000_000_000L;
    private static final double TAIL_MILLIS = 15_000;

    private final Suite suite = Suite.running();

    @Test
    void aCallIsSeenLiveThenInTheListOnItsReceiptAndOnTheDashboard() throws Exception {
        Person owner = Person.owner(suite);
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signIn(page, owner.login());
            assertThat(page.getByText("Make your first call")).isVisible();
            stage.inspect("first-steps");

            suite.give(owner.account(), CREDIT);
            Customer key = suite.key(owner.account(), "");
            page.navigate("/usage/live");
            assertThat(page.getByText("Connected")).isVisible();
            assertThat(suite.ask(1, key.secret(), Suite.hello("demo")).statusCode())
                    .isEqualTo(200);
            Locator rows = page.locator("#live-rows tr");
            assertThat(rows).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(TAIL_MILLIS));
            button(page, "Pause").click();
            assertThat(suite.ask(1, key.secret(), Suite.hello("demo")).statusCode())
                    .isEqualTo(200);
            assertThat(page.getByText("+1"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(TAIL_MILLIS));
            assertThat(rows).hasCount(1);
            button(page, "Go on").click();
            assertThat(rows).hasCount(2);
            stage.inspect("usage-live");

            page.navigate("/usage");
            assertThat(page.locator("#list tbody tr")).hasCount(2);
            stage.inspect("usage");
            page.getByLabel("Outcome").selectOption("failed");
            assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
            page.getByLabel("Outcome").selectOption("completed");
            assertThat(page.locator("#list tbody tr")).hasCount(2);
            Download csv =
                    page.waitForDownload(() -> page.getByText("Export CSV").click());
            assertThat(Files.readAllLines(csv.path())).hasSize(3);

            page.locator("#list tbody a").first().click();
            assertThat(page.locator("h1")).hasText("Receipt");
            assertThat(page.locator("#content")).containsText("Output tokens");
            stage.inspect("receipt");
            Download receipt = page.waitForDownload(
                    () -> page.getByText("Download receipt").click());
            JsonNode signed = Suite.json(Files.readString(receipt.path()));
            assertThat(signed.get("signature").textValue()).contains("..");
            assertThat(signed.get("account_id").textValue()).isEqualTo(owner.account());

            page.navigate("/");
            assertThat(page.locator("#by-model")).isVisible();
            assertThat(page.locator(".tg-balance")).containsText("9.99");
            assertThat(page.locator("#figures")).containsText("no errors");
            assertThat(page.getByRole(AriaRole.IMG)).hasCount(4);
            stage.inspect("dashboard");
            page.getByText("30 days").click();
            assertThat(page).hasURL(Pattern.compile("period=30d"));
            assertThat(page.locator("#figures [aria-current]")).hasText("30 days");
        }
    }

    @Test
    void theOperatorSeesHowThePlatformStands() {
        String login = UUID.randomUUID() + "@example.com";
        suite.manage(
                "POST",
                "/users",
                "{\"login\":\"" + login + "\",\"password\":\"" + Person.PASSWORD
                        + "\",\"name\":\"Grace\",\"platform_roles\":[\"OPERATOR\"]}");
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signIn(page, login);
            assertThat(page).hasURL(Pattern.compile("/admin$"));
            assertThat(page.locator("#edges")).isVisible();
            assertThat(page.locator("#watch")).containsText("edge-");
            page.waitForResponse(
                    answer -> answer.request().headers().containsKey("hx-request"),
                    new Page.WaitForResponseOptions().setTimeout(2 * TAIL_MILLIS),
                    () -> {});
            page.getByText("Stop refreshing").click();
            assertThat(page.getByText("Refresh every 15 seconds")).isVisible();
            stage.inspect("overview");
        }
    }

    @Test
    void whoIsNotSignedInIsSentToSignInByEventsToo() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            stage.open("/");
            assertThat(stage.page()).hasURL(Pattern.compile("/login"));
            stage.open("/usage/live/events?account=acct_1");
            assertThat(stage.page()).hasURL(Pattern.compile("/login"));
        }
    }

    private static void signIn(Page page, String login) {
        page.navigate("/login");
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(Person.PASSWORD);
        page.locator("main").getByRole(AriaRole.BUTTON).click();
        page.waitForURL(Pattern.compile("^(?!.*/login)"));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
