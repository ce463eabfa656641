package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Money, as a customer and an operator with a browser see it: what is bought, given back, given, and written down.
class MoneyPagesE2e {
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    private static final long LATER_VIEW_MAX = 30 * 1024;

    private final Suite suite = Suite.running();
    private final Person owner = Person.owner(suite);

    @Test
    void creditIsBoughtPartlyGivenBackAndGivenAndTheLogTellsOfIt() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            buys(stage);
            asksForARefund(stage);
        }
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            approves(stage);
            gives(stage);
            looksAsTheOwnerDoes(stage);
        }
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            signIn(stage.page(), owner.login(), "/billing/entries");
            assertThat(stage.page().locator("#list")).containsText("Refund");
            assertThat(stage.page().locator("#list")).containsText("Gift");
            stage.inspect("billing-entries");
            assertThat(stage.open("/billing")).isBetween(1L, LATER_VIEW_MAX);
        }
    }

    @Test
    void withoutScriptsAllOfItWorksToo() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), false)) {
            Page page = stage.page();
            signIn(page, owner.login(), "/billing");
            page.getByLabel("Another amount").fill("20");
            button(page, "Go to payment").click();
            assertThat(page.getByText("Pay $2.40 at Stripe")).isVisible();
            page.getByText("Pay $2.40 at Stripe").click();
            page.getByRole(AriaRole.BUTTON, named("Leave")).click();
            assertThat(page.getByText("Nothing was paid")).isVisible();
            page.navigate("/billing/statements");
            page.getByLabel("Time zone").fill("Nowhere/At all");
            page.keyboard().press("Enter");
            assertThat(page.getByLabel("Time zone")).hasValue("Nowhere/At all");
        }
    }

    private void buys(PageStage stage) {
        Page page = stage.page();
        signIn(page, owner.login(), "/billing");
        stage.inspect("billing");
        page.getByLabel("Another amount").fill("40");
        assertThat(page.getByText("You pay $4.80 for 40.00 credits.")).isVisible();
        button(page, "Go to payment").click();
        page.waitForURL("**/stripe/pay/**");
        button(page, "Pay").click();
        assertThat(page.getByText("40.00 credits are yours")).isVisible(SOON);
        stage.inspect("billing-paid");
        stage.open("/billing/payments");
        assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
        stage.inspect("billing-payments");
    }

    private static void asksForARefund(PageStage stage) {
        Page page = stage.page();
        page.getByRole(AriaRole.LINK, named("Ask for a refund")).last().click();
        page.getByLabel("Credits to refund").fill("10");
        button(page, "Send request").click();
        assertThat(page.getByText("Confirm this.")).isVisible();
        assertThat(page.getByLabel("Credits to refund")).hasValue("10");
        stage.inspect("billing-refund-wrong");
        page.getByLabel("Why").fill("Bought too much");
        page.getByLabel(Pattern.compile("I understand")).check();
        button(page, "Send request").click();
        assertThat(page.getByText("The refund was asked for.")).isVisible();
    }

    private void approves(PageStage stage) {
        Page page = stage.page();
        signIn(page, operator(), "/admin/refunds");
        stage.inspect("refunds");
        page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile(owner.account())))
                .getByRole(AriaRole.LINK)
                .last()
                .click();
        page.getByRole(AriaRole.LINK, named("Approve")).click();
        stage.inspect("refund-approve");
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("The refund is approved")).isVisible();
        stage.inspect("refund");
    }

    private void gives(PageStage stage) {
        Page page = stage.page();
        stage.open("/admin/customers?search=" + owner.account());
        stage.inspect("customers");
        page.locator("#list").getByRole(AriaRole.LINK).click();
        stage.inspect("customer");
        page.getByRole(AriaRole.LINK, named("Give credit")).click();
        Locator dialog = page.locator("dialog[open]");
        dialog.getByLabel("Credits").fill("7.5");
        dialog.getByLabel("Reason").fill("For the wait");
        dialog.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("7.50 credits were given.")).isVisible();
        stage.open("/audit?action=gift&of=" + owner.account());
        page.locator(".tg-diff summary").click();
        assertThat(page.locator(".tg-difftable")).containsText("For the wait");
        stage.inspect("audit");
        stage.open("/audit?until=2001-01-01&of=" + owner.account());
        assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
        stage.inspect("audit-nothing");
        page.getByRole(AriaRole.LINK, named("Clear filters")).click();
        assertThat(page.getByRole(AriaRole.TABLE)).isVisible();
    }

    private void looksAsTheOwnerDoes(PageStage stage) {
        Page page = stage.page();
        stage.open("/admin/customers/" + owner.account());
        page.getByRole(AriaRole.LINK, named("View as owner")).click();
        page.locator("dialog[open]").getByLabel("Reason").fill("They asked where their money went");
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText(Pattern.compile("You are looking at Ada's boats")))
                .isVisible();
        stage.open("/billing");
        stage.inspect("billing-guest");
        button(page, "Stop looking").click();
        assertThat(page).hasURL(Pattern.compile("/admin/customers/" + owner.account()));
        stage.open("/billing?account=" + owner.account());
        assertThat(page.getByText("Look at this account as its owner does?")).isVisible();
        assertThat(page).hasURL(Pattern.compile("/admin/customers/" + owner.account() + "/view\\?next="));
        stage.inspect("customer-view");
        stage.open("/audit?action=account.view&of=" + owner.account());
        assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
    }

    private String operator() {
        String login = "operator-" + UUID.randomUUID() + "@example.com";
        suite.manage(
                "POST",
                "/users",
                "{\"login\":\"%s\",\"name\":\"Olga\",\"password\":\"%s\",\"platform_roles\":[\"OPERATOR\"]}"
                        .formatted(login, Person.PASSWORD));
        return login;
    }

    private static void signIn(Page page, String login, String next) {
        page.navigate("/login?next=" + next);
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(Person.PASSWORD);
        page.locator("main").getByRole(AriaRole.BUTTON).click();
        page.waitForURL("**" + next);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
