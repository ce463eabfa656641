package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The frame, signing in and out, and the pages about keys, as people with a browser see them.
class ConsolePagesE2e {
    private static final long FIRST_VIEW_MAX = 250 * 1024;
    private static final long LATER_VIEW_MAX = 30 * 1024;

    private final Suite suite = Suite.running();
    private final Person owner = Person.owner(suite);

    @Test
    void aKeyIsMadeUsedAndRevokedByKeyboardAndMouse() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            stage.open("/keys");
            Page page = stage.page();
            assertThat(page).hasURL(Pattern.compile("/login\\?next=%2Fkeys"));
            stage.inspect("login");
            page.getByLabel("E-mail or login").fill(owner.login());
            page.getByLabel("Password").fill("wrong password");
            page.keyboard().press("Enter");
            assertThat(page.getByText("E-mail or password is wrong.")).isVisible();
            assertThat(page.getByLabel("E-mail or login")).hasValue(owner.login());
            stage.inspect("login-refused");
            page.getByLabel("Password").fill(Person.PASSWORD);
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile("/keys$"));
            assertThat(page.getByText("No keys yet")).isVisible();
            stage.inspect("keys-none");

            link(page, "New key").click();
            page.getByLabel("Requests per minute").fill("many");
            button(page, "Create key").click();
            assertThat(page.getByText("Fill this in.")).isVisible();
            assertThat(page.getByLabel("Requests per minute")).hasValue("many");
            stage.inspect("key-new-wrong");
            page.getByLabel("Name").fill("Continuous integration");
            page.getByLabel("Requests per minute").fill("600");
            button(page, "Create key").click();
            assertThat(page.getByText("Copy it now.")).isVisible();
            stage.inspect("key-made");
            String secret = page.getByLabel("Secret key").inputValue();
            assertThat(suite.ask(1, secret, Suite.hello("demo")).statusCode()).isEqualTo(402);

            link(page, "Done").click();
            assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
            stage.inspect("keys");
            page.getByLabel("Search by name or last characters").fill("nothing like it");
            assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
            page.getByLabel("Search by name or last characters").fill("integ");
            link(page, "Continuous integration").click();
            stage.inspect("key");
            link(page, "Disable").click();
            Locator dialog = page.locator("dialog[open]");
            assertThat(dialog).containsText("Disable this key?");
            stage.inspect("key-disable");
            page.keyboard().press("Escape");
            assertThat(dialog).hasCount(0);
            link(page, "Disable").press("Enter");
            dialog.getByRole(AriaRole.BUTTON).last().click();
            assertThat(page.getByText("The key is disabled.")).isVisible();
            link(page, "Revoke").click();
            dialog.getByRole(AriaRole.BUTTON).last().click();
            assertThat(page.getByText("The key is revoked.")).isVisible();

            page.getByLabel(Pattern.compile("Signed in as")).click();
            button(page, "Sign out").click();
            assertThat(page.getByText("You have signed out.")).isVisible();
            stage.open("/keys");
            assertThat(page).hasURL(Pattern.compile("/login"));
        }
    }

    @Test
    void withoutScriptsAllOfItWorksToo() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), false)) {
            Page page = stage.page();
            signIn(page);
            link(page, "New key").click();
            page.getByLabel("Name").fill("Plain");
            button(page, "Create key").click();
            assertThat(page.getByText("Copy it now.")).isVisible();
            link(page, "Done").click();
            page.getByLabel("Status").selectOption("ACTIVE");
            button(page, "Filter").click();
            link(page, "Plain").click();
            link(page, "Revoke").click();
            assertThat(page).hasURL(Pattern.compile("/revoke$"));
            button(page, "Revoke").click();
            assertThat(page.getByText("The key is revoked.")).isVisible();
        }
    }

    @Test
    void theLanguageAndTheThemeAreChosenAndStay() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signIn(page);
            page.getByLabel("Language").click();
            button(page, "简体中文").click();
            assertThat(page.locator("h1")).hasText("API 密钥");
            page.getByLabel("外观").click();
            button(page, "深色").click();
            assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
            stage.inspect("keys-chinese");
        }
    }

    /// The first view brings what later ones share, and what the dashboard draws with.
    @Test
    void pagesAreSmall() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            assertThat(stage.open("/login")).isBetween(1L, FIRST_VIEW_MAX);
            for (String page : List.of("/models", "/pricing", "/docs", "/docs/errors", "/signup")) {
                assertThat(stage.open(page)).as(page).isBetween(1L, LATER_VIEW_MAX);
            }
            signIn(stage.page(), owner.login());
            for (String page :
                    List.of("/keys", "/keys/new", "/", "/usage", "/playground", "/billing", "/team", "/profile")) {
                assertThat(stage.open(page)).as(page).isBetween(1L, LATER_VIEW_MAX);
            }
        }
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            stage.open("/login");
            signIn(stage.page(), operator());
            for (String page : List.of(
                    "/admin",
                    "/admin/catalogue",
                    "/admin/catalogue/models",
                    "/admin/prices",
                    "/admin/customers",
                    "/admin/users",
                    "/admin/refunds",
                    "/audit")) {
                assertThat(stage.open(page)).as(page).isBetween(1L, LATER_VIEW_MAX);
            }
        }
    }

    private String operator() {
        String login = UUID.randomUUID() + "@example.com";
        suite.manage(
                "POST",
                "/users",
                "{\"login\":\"" + login + "\",\"password\":\"" + Person.PASSWORD
                        + "\",\"name\":\"Grace\",\"platform_roles\":[\"OPERATOR\"]}");
        return login;
    }

    private void signIn(Page page) {
        signIn(page, owner.login());
    }

    private static void signIn(Page page, String login) {
        page.navigate("/login?next=/keys");
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(Person.PASSWORD);
        page.locator("main").getByRole(AriaRole.BUTTON).click();
        page.waitForURL("**/keys");
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
