package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// An operator finds a user, gives him a role and takes it away, ends his sessions, suspends him, and invites another,
/// all by the pages.
class UsersPagesE2e {
    private final Suite suite = Suite.running();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String operator = "olga-" + mark + "@example.com";
    private final String ada = "ada-" + mark + "@example.com";
    private final String guest = "guest-" + mark + "@example.com";

    @Test
    void aUserIsFoundGivenARoleSuspendedAndActivatedByThePages() {
        make(operator, "Olga", ",\"platform_roles\":[\"OPERATOR\"]");
        make(ada, "Ada " + mark, "");
        try (PageStage others = Chromium.open(suite.stack().consoleUrl(), true);
                PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            signIn(others.page(), ada, "/profile");
            Page page = stage.page();
            signIn(page, operator, "/admin/users");
            stage.inspect("users");
            page.getByLabel("Search by login, name or id").fill("nobody-" + mark);
            assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
            stage.open("/admin/users?search=ADA-" + mark);
            assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
            link(page, "Ada " + mark).click();
            stage.inspect("user");
            changeRole(stage);
            rename(stage);
            endSession(stage, others.page());
            suspend(stage);
        }
    }

    @Test
    void somebodyIsInvitedToTheInstallationAndTheInvitationIsWithdrawn() {
        make(operator, "Olga", ",\"platform_roles\":[\"OPERATOR\"]");
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            signIn(page, operator, "/admin/users/invitations/new");
            button(page, "Send invitation").click();
            assertThat(page.getByText("Fill this in.")).isVisible();
            stage.inspect("users-invite-wrong");
            page.getByLabel("E-mail").fill(guest);
            button(page, "Send invitation").click();
            assertThat(page.getByText("The invitation to " + guest + " is on its way."))
                    .isVisible();
            new Mailbox(suite.mails(), guest).link("/invitation");
            stage.inspect("users-invitations");
            Locator row = page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile(guest)));
            row.getByRole(AriaRole.LINK).click();
            stage.inspect("users-withdraw");
            button(page, "Withdraw").click();
            assertThat(page.getByText("The invitation is withdrawn.")).isVisible();
            assertThat(row).containsText("Withdrawn");
        }
    }

    private static void changeRole(PageStage stage) {
        Page page = stage.page();
        link(page, "Change role").click();
        page.locator("dialog[open]").getByLabel("Platform role").selectOption("AUDITOR");
        stage.inspect("user-role");
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("The platform role is changed.")).isVisible();
        assertThat(page.locator(".tg-facts")).containsText("Auditor");
    }

    private void rename(PageStage stage) {
        Page page = stage.page();
        page.getByLabel("Name", exactly()).fill("");
        button(page, "Save changes").click();
        assertThat(page.getByText("Fill this in.")).isVisible();
        stage.inspect("user-wrong");
        page.getByLabel("Name", exactly()).fill("Ada L. " + mark);
        button(page, "Save changes").click();
        assertThat(page.locator("h1")).hasText("Ada L. " + mark);
    }

    private static void endSession(PageStage stage, Page others) {
        Page page = stage.page();
        page.locator("#list").getByRole(AriaRole.LINK).first().click();
        stage.inspect("user-revoke");
        button(page, "Revoke").click();
        assertThat(page.getByText("The token is revoked.")).isVisible();
        others.navigate("/profile");
        assertThat(others).hasURL(Pattern.compile("/login"));
    }

    private static void suspend(PageStage stage) {
        Page page = stage.page();
        link(page, "Suspend").click();
        stage.inspect("user-suspend");
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("The user is suspended.")).isVisible();
        link(page, "Activate").click();
        page.locator("dialog[open]").getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("The user is active again.")).isVisible();
    }

    private void make(String login, String name, String more) {
        suite.manage(
                "POST",
                "/users",
                "{\"login\":\"" + login + "\",\"password\":\"" + Person.PASSWORD + "\",\"name\":\"" + name + "\"" + more
                        + "}");
    }

    private static void signIn(Page page, String login, String next) {
        page.navigate("/login?next=" + next);
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(Person.PASSWORD);
        page.locator("main").getByRole(AriaRole.BUTTON).click();
        page.waitForURL("**" + next);
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
