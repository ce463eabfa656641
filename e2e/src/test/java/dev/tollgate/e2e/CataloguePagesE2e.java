package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// An operator adds a provider, a model and a deployment and gives it a price, all by the pages.
class CataloguePagesE2e {
    private static final Duration SOON = Duration.ofSeconds(10);
    /// A price counts 60 s after its draft is published.
    private static final Duration NOTICE = Duration.ofSeconds(90);

    private final Suite suite = Suite.running();
    private final String name = "paged-" + UUID.randomUUID().toString().substring(0, 8);
    private final String login = UUID.randomUUID() + "@example.com";

    @Test
    void aModelIsAddedPricedCalledDrainedAndDeletedByThePages() {
        String demo = suite.manage("GET", "/catalogue/providers/demo", null)
                .at("/definition/base_url")
                .textValue();
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        suite.manage(
                "POST",
                "/users",
                "{\"login\":\"" + login + "\",\"password\":\"" + Person.PASSWORD
                        + "\",\"name\":\"Olga\",\"platform_roles\":[\"OPERATOR\"]}");
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signIn(page);
            stage.inspect("catalogue-providers");
            addObjects(stage, demo);
            price(stage);
            await().atMost(NOTICE).until(() -> status(customer) == 200);
            drainAndDelete(stage, customer);
        }
    }

    @Test
    void whatSomebodyChangedMeanwhileIsToldAndWhatWasTypedStays() {
        suite.manage(
                "POST", "/catalogue/groups", "{\"id\":\"" + name + "\",\"models\":[\"*\"],\"limits\":{\"rpm\":10}}");
        suite.manage(
                "POST",
                "/users",
                "{\"login\":\"" + login + "\",\"password\":\"" + Person.PASSWORD
                        + "\",\"name\":\"Olga\",\"platform_roles\":[\"OPERATOR\"]}");
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signIn(page);
            stage.open("/admin/catalogue/groups/" + name);
            suite.manage("PATCH", "/catalogue/groups/" + name, "{\"version\":1,\"limits\":{\"rpm\":20}}");
            page.getByLabel("Requests per minute").fill("30");
            button(page, "Save changes").click();
            assertThat(page.getByText("Somebody else has changed this meanwhile."))
                    .isVisible();
            assertThat(page.getByLabel("Requests per minute")).hasValue("30");
            assertThat(page.getByRole(AriaRole.MAIN)).containsText("Stored now");
            stage.inspect("catalogue-overtaken");
            button(page, "Save changes").click();
            assertThat(page.getByText("Saved.")).isVisible();
            suite.manage("DELETE", "/catalogue/groups/" + name, null);

            stage.open("/admin/catalogue/models/demo");
            assertThat(page.getByText(Pattern.compile("Read-only: declared in \\S+\\.yaml:\\d+")))
                    .isVisible();
            assertThat(button(page, "Save changes")).hasCount(0);
            stage.inspect("catalogue-read-only");
        }
    }

    private void addObjects(PageStage stage, String demo) {
        Page page = stage.page();
        link(page, "New provider").click();
        page.getByLabel("Id", exactly()).fill(name);
        page.getByLabel("Base URL").fill("nonsense");
        button(page, "Create").click();
        assertThat(page.getByText("base_url must begin with")).isVisible();
        assertThat(page.getByLabel("Base URL")).hasValue("nonsense");
        stage.inspect("catalogue-provider-wrong");
        page.getByLabel("Base URL").fill(demo);
        page.getByLabel("API key of the provider").fill("a-secret-of-ours");
        button(page, "Create").click();
        assertThat(page.getByText("Set; never shown")).isVisible();
        Assertions.assertThat(page.content()).doesNotContain("a-secret-of-ours");
        stage.inspect("catalogue-provider");

        stage.open("/admin/catalogue/new/models");
        page.getByLabel("Id", exactly()).fill(name);
        page.getByLabel("Owner").fill("us");
        page.getByLabel("Context window").fill("8192");
        page.getByLabel("Most output").fill("256");
        button(page, "Create").click();
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("No price");
        stage.inspect("catalogue-model");

        link(page, "New deployment").click();
        page.getByLabel("Id", exactly()).fill(name + "/demo");
        page.getByLabel("Provider", exactly()).selectOption(name);
        assertThat(page.getByLabel("Model", exactly())).hasValue(name);
        page.getByLabel("Model at the provider").fill("demo");
        button(page, "Create").click();
        assertThat(page.locator("h1")).hasText(name + "/demo");
        stage.inspect("catalogue-deployment");
    }

    private void price(PageStage stage) {
        Page page = stage.page();
        stage.open("/admin/prices/new?model=" + name);
        page.getByLabel("Input", exactly()).fill("dear");
        page.getByLabel("Output", exactly()).fill("2");
        button(page, "Save draft").click();
        assertThat(page.getByText("Write a plain number")).isVisible();
        assertThat(page.getByLabel("Input", exactly())).hasValue("dear");
        stage.inspect("prices-draft-wrong");
        page.getByLabel("Input", exactly()).fill("1");
        button(page, "Save draft").click();
        assertThat(page.getByText("What it changes")).isVisible();
        stage.inspect("prices-draft");

        link(page, "Change").click();
        assertThat(page.getByLabel("Output", exactly())).hasValue("2");
        page.getByLabel("Output", exactly()).fill("4");
        button(page, "Save draft").click();
        assertThat(page.getByRole(AriaRole.TABLE)).containsText("4.00");

        link(page, "Replay").click();
        button(page, "Replay").click();
        assertThat(page.getByText("Would have paid").first()).isVisible();
        stage.inspect("prices-replay");
        page.goBack();
        page.goBack();
        link(page, "Publish").click();
        stage.inspect("prices-publish");
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).last().click();
        assertThat(page.getByText("Published. The prices count")).isVisible();
        stage.open("/admin/prices");
        stage.inspect("prices");
        findsNothing(stage, "Search by note or number", "prices-nothing");
        stage.open("/admin/prices/versions");
        stage.inspect("prices-versions");
        findsNothing(stage, "Search by number or file hash", "prices-versions-nothing");
    }

    /// As one types, and the way back to all.
    private static void findsNothing(PageStage stage, String search, String picture) {
        Page page = stage.page();
        page.getByLabel(search).pressSequentially("nothing of the kind");
        assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
        stage.inspect(picture);
        link(page, "Clear filters").click();
        assertThat(page.getByRole(AriaRole.TABLE)).isVisible();
    }

    private void drainAndDelete(PageStage stage, Suite.Customer customer) {
        Page page = stage.page();
        stage.open("/admin/catalogue/deployments/" + name + "%2Fdemo");
        link(page, "Drain").click();
        stage.inspect("catalogue-drain");
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).last().click();
        assertThat(page.getByText("The deployment is drained.")).isVisible();
        await().atMost(SOON).until(() -> status(customer) == 503);
        link(page, "Undrain").click();
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).last().click();
        assertThat(page.getByText("The deployment is in use again.")).isVisible();
        await().atMost(SOON).until(() -> status(customer) == 200);

        delete(page);
        stage.open("/admin/catalogue/models/" + name);
        delete(page);
        stage.open("/admin/catalogue/providers/" + name);
        delete(page);
        page.getByLabel("Search by id, name or any field").fill(name);
        assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
        await().atMost(SOON).until(() -> status(customer) == 404);
    }

    private static void delete(Page page) {
        link(page, "Delete").click();
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).last().click();
        assertThat(page.getByText("Deleted.")).isVisible();
    }

    private int status(Suite.Customer customer) {
        return suite.ask(1, customer.secret(), Suite.hello(name)).statusCode();
    }

    private void signIn(Page page) {
        page.navigate("/login?next=/admin/catalogue/providers");
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(Person.PASSWORD);
        page.locator("main").getByRole(AriaRole.BUTTON).click();
        assertThat(page).hasURL(Pattern.compile("/admin/catalogue/providers$"));
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
