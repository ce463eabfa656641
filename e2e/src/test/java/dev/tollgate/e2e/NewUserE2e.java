package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The whole way of somebody new, in one browser: an account, credit, a key, a call by OpenAI's SDK, what it cost, and
/// the rest of the money back.
class NewUserE2e {
    private static final String PASSWORD = "seven geese in a row";
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

    private final Suite suite = Suite.running();
    private final String eve = "eve-" + UUID.randomUUID() + "@example.com";

    @Test
    void somebodyNewSignsUpPaysCallsSeesTheCostAndAsksForTheRestBack() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signUp(page);
            topUp(page);
            String secret = makeKey(page);
            String request = call(secret);
            BigDecimal charge = receipt(page, request);
            assertThat(charge).isPositive();
            page.navigate("/");
            assertThat(page.locator(".tg-balance"))
                    .containsText(new BigDecimal(40).subtract(charge).toPlainString());
            askForARefund(page);
        }
    }

    private void signUp(Page page) {
        page.navigate("/signup");
        page.getByLabel("Name").fill("Eve");
        page.getByLabel("E-mail").fill(eve);
        page.getByLabel("Password").fill(PASSWORD);
        button(page, "Create account").click();
        assertThat(page.getByText("We sent a link to " + eve)).isVisible();
        page.navigate(new Mailbox(suite.mails(), eve).link("/signup/confirm"));
        button(page, "Confirm").click();
        assertThat(page.getByText("Your address is confirmed.")).isVisible();
        page.getByLabel("E-mail or login").fill(eve);
        page.getByLabel("Password").fill(PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.getByText("Make your first call")).isVisible();
    }

    private static void topUp(Page page) {
        link(page, "Top up").click();
        page.getByLabel("Another amount").fill("40");
        assertThat(page.getByText("You pay $4.80 for 40.00 credits.")).isVisible();
        button(page, "Go to payment").click();
        page.waitForURL("**/stripe/pay/**");
        button(page, "Pay").click();
        assertThat(page.getByText("40.00 credits are yours")).isVisible(SOON);
    }

    private static String makeKey(Page page) {
        page.navigate("/");
        link(page, "API keys").click();
        link(page, "New key").click();
        page.getByLabel("Name").fill("First");
        button(page, "Create key").click();
        assertThat(page.getByText("Copy it now.")).isVisible();
        return page.getByLabel("Secret key").inputValue();
    }

    /// @return the request's id
    private String call(String secret) {
        var client = OpenAIOkHttpClient.builder()
                .baseUrl(suite.edge(1) + "/v1")
                .apiKey(secret)
                .build();
        try (var raw = client.chat()
                .completions()
                .withRawResponse()
                .create(ChatCompletionCreateParams.builder()
                        .model("demo")
                        .addUserMessage("What does a new user see?")
                        .build())) {
            ChatCompletion answer = raw.parse();
            assertThat(answer.choices().getFirst().message().content().orElse(""))
                    .isNotEmpty();
            return raw.requestId().orElseThrow();
        }
    }

    /// @return what the receipt says that the request cost, in credits
    private static BigDecimal receipt(Page page, String request) {
        Locator rows = page.locator("#list tbody tr");
        await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
            page.navigate("/usage");
            return rows.count() == 1;
        });
        rows.getByRole(AriaRole.LINK).first().click();
        assertThat(page.locator("h1")).hasText("Receipt");
        assertThat(page.locator("#content")).containsText(request);
        return new BigDecimal(page.locator(".tg-sum .tg-number").innerText().strip());
    }

    private static void askForARefund(Page page) {
        page.navigate("/billing/payments");
        page.getByRole(AriaRole.LINK, named("Ask for a refund")).last().click();
        page.getByLabel("Why").fill("It was a try");
        page.getByLabel(Pattern.compile("I understand")).check();
        button(page, "Send request").click();
        assertThat(page.getByText("The refund was asked for.")).isVisible();
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, named(name)).first();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
