package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Models, prices and documentation, for everybody; and the playground.
class PublicPagesE2e {
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final Suite suite = Suite.running();

    @Test
    void modelsAndPricesNeedNoSignInAndAreToldInCreditsOrMoney() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            stage.open("/models");
            Page page = stage.page();
            stage.inspect("models");
            page.getByLabel("Search models").fill("gpt-4o");
            assertThat(page.getByRole(AriaRole.HEADING)
                            .filter(having("gpt-4o-mini"))
                            .first())
                    .isVisible();
            assertThat(page.getByRole(AriaRole.HEADING).filter(having("claude")))
                    .hasCount(0);
            page.getByLabel("Capability").selectOption("embeddings");
            assertThat(page.getByText("Nothing fits what you look for.")).isVisible();

            stage.open("/pricing");
            Locator row = page.getByRole(AriaRole.ROW).filter(having("claude-3-5-sonnet"));
            assertThat(row).containsText("25.00");
            stage.inspect("pricing");
            link(page, "Top-up price").click();
            assertThat(row).containsText("$3.00");
            link(page, "CNY").click();
            assertThat(row).containsText("CN¥21.25");
            assertThat(page).hasURL(Pattern.compile("price=top-up&currency=cny"));
            stage.inspect("pricing-top-up");
            link(page, "claude-3-5-sonnet-20241022").click();
            assertThat(page.locator(".tg-prices")).containsText("CN¥21.25");
            stage.inspect("model");
        }
    }

    @Test
    void withoutScriptsListsAreSearchedToo() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), false)) {
            Page page = stage.page();
            page.navigate("/pricing?price=top-up&currency=usd");
            page.getByLabel("Search models").fill("3-5-haiku");
            page.getByRole(AriaRole.BUTTON, named("Filter")).click();
            assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
            assertThat(page.getByRole(AriaRole.ROW).last()).containsText("$0.80");
        }
    }

    @Test
    void theDocumentationNamesThisInstallationInBothLanguages() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            stage.open("/docs");
            Page page = stage.page();
            assertThat(page.locator("#base")).containsText("/v1");
            stage.inspect("docs");
            for (String topic : new String[] {
                "Authentication", "Endpoints", "Chat completions", "Models", "Errors", "Rate limits", "Billing", "FAQ"
            }) {
                page.locator(".tg-docnav").getByText(topic).click();
                assertThat(page.locator("h1")).hasText(topic);
                stage.inspect("docs-" + topic.toLowerCase(Locale.ROOT).replace(' ', '-'));
            }
            page.getByLabel("Language").click();
            page.getByRole(AriaRole.BUTTON, named("简体中文")).click();
            assertThat(page.locator("h1")).hasText("常见问题");
            stage.inspect("docs-chinese");
        }
    }

    @Test
    void thePlaygroundStreamsAnAnswerAndShowsItsCostAndCodeThatRuns() throws Exception {
        Person owner = Person.owner(suite);
        suite.manage("POST", "/accounts/" + owner.account() + "/gifts", "{\"amount\":\"" + 10 * Suite.CREDIT + "\"}");
        String secret = owner.manage("POST", "/keys", "{\"account_id\":\"" + owner.account() + "\",\"name\":\"Code\"}")
                .get("secret")
                .textValue();
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            page.navigate("/playground?model=demo");
            page.getByLabel("E-mail or login").fill(owner.login());
            page.getByLabel("Password").fill(Person.PASSWORD);
            page.keyboard().press("Enter");
            assertThat(page.locator("#f-model")).hasValue("demo");
            stage.inspect("playground");
            page.getByLabel("Message").fill("Good <b>morning</b>");
            page.keyboard().press("Enter");
            Locator said = page.locator("article");
            assertThat(said.nth(1)).containsText("You said: Good <b>morning</b>");
            assertThat(said.nth(1)).containsText(Pattern.compile("0\\.0\\d+ credits"));
            page.locator("#image").setInputFiles(new FilePayload("boat.png", "image/png", PICTURE));
            page.getByLabel("Message").fill("And this?");
            page.getByRole(AriaRole.BUTTON, named("Send")).click();
            assertThat(said.nth(3)).containsText("sent 1 image");
            assertThat(said.nth(3)).containsText("credits");
            stage.inspect("playground-answered");
            page.getByRole(AriaRole.BUTTON, named("Clear")).click();
            page.getByLabel("Message").fill("It's the code's turn");
            page.getByRole(AriaRole.BUTTON, named("View code")).click();
            stage.inspect("playground-code");
            String curl = page.locator("#c-curl").textContent().replace("sk-your-key", secret);
            assertThat(run(curl)).contains("You said: It's the code's turn");
            page.getByRole(AriaRole.BUTTON, named("Close")).click();
            stage.open("/keys");
            assertThat(page.getByRole(AriaRole.ROW).filter(having("Playground")))
                    .hasCount(1);
        }
    }

    private static String run(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, named(name));
    }
}
