package dev.tollgate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// People who sign up, protect themselves, and work together, as they see it in a browser and in their mail.
class PeoplePagesE2e {
    private static final String PASSWORD = "a gate of nine bells";

    private final Suite suite = Suite.running();
    private final String ada = "ada-" + UUID.randomUUID() + "@example.com";
    private final String bob = "bob-" + UUID.randomUUID() + "@example.com";

    @Test
    void somebodySignsUpSwitchesAnAuthenticatorOnAndInvitesAnother() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            signUp(stage);
            signIn(stage.page(), ada);
            Authenticator phone = enrol(stage);
            signInByCode(stage, phone);
            invite(stage);
            accept();
            changeRole(stage);
        }
    }

    @Test
    void aForgottenPasswordIsReplacedByMail() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            signUp(stage);
            Page page = stage.page();
            link(page, "Forgot your password?").click();
            stage.inspect("reset-ask");
            page.getByLabel("E-mail").fill(ada);
            button(page, "Send the link").click();
            assertThat(page.getByText("a link is on its way")).isVisible();
            page.navigate(mailed(ada, "/password-reset"));
            page.getByLabel("New password").fill("short");
            button(page, "Set password").click();
            assertThat(page.getByText("Use 12 to 200 characters.")).isVisible();
            stage.inspect("reset-wrong");
            page.getByLabel("New password").fill("nine bells of a gate");
            button(page, "Set password").click();
            assertThat(page.getByText("Your password is changed.")).isVisible();
            signIn(page, ada, "nine bells of a gate");
            link(page, "Team").click();
            assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
        }
    }

    private void signUp(PageStage stage) {
        Page page = stage.page();
        stage.open("/login");
        link(page, "Create an account").click();
        page.getByLabel("Name").fill("Ada");
        page.getByLabel("E-mail").fill(ada);
        page.getByLabel("Password").fill("short");
        button(page, "Create account").click();
        assertThat(page.getByText("Use 12 to 200 characters.")).isVisible();
        assertThat(page.getByLabel("E-mail")).hasValue(ada);
        stage.inspect("signup-wrong");
        page.getByLabel("Password").fill(PASSWORD);
        button(page, "Create account").click();
        assertThat(page.getByText("We sent a link to " + ada)).isVisible();
        stage.inspect("signup-sent");
        String confirmation = mailed(ada, "/signup/confirm");
        page.navigate(confirmation);
        stage.inspect("signup-confirm");
        button(page, "Confirm").click();
        assertThat(page.getByText("Your address is confirmed.")).isVisible();
        page.navigate(confirmation);
        button(page, "Confirm").click();
        assertThat(page.getByText("This link does not work")).isVisible();
        stage.open("/login");
    }

    private static Authenticator enrol(PageStage stage) {
        Page page = stage.page();
        page.getByLabel(Pattern.compile("Signed in as")).click();
        link(page, "Your profile").click();
        stage.inspect("profile");
        link(page, "Password and authenticator").click();
        page.getByLabel("Your password").fill(PASSWORD);
        button(page, "Set up an authenticator").click();
        stage.inspect("totp-enrol");
        Authenticator phone = new Authenticator(page.locator("#totp-secret").innerText());
        page.getByLabel("Code").fill("no code");
        button(page, "Switch on").click();
        assertThat(page.getByText("The code is wrong")).isVisible();
        page.getByLabel("Code").fill(phone.code(-1));
        button(page, "Switch on").click();
        assertThat(page.getByText("Your authenticator is on").first()).isVisible();
        stage.inspect("totp-codes");
        link(page, "I have kept them").click();
        stage.inspect("security");
        page.getByLabel(Pattern.compile("Signed in as")).click();
        button(page, "Sign out").click();
        return phone;
    }

    private void signInByCode(PageStage stage, Authenticator phone) {
        Page page = stage.page();
        page.navigate("/login?next=/profile/sessions");
        page.getByLabel("E-mail or login").fill(ada);
        page.getByLabel("Password").fill(PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Code of your authenticator")).isVisible();
        page.getByLabel("Password").fill(PASSWORD);
        page.getByLabel("Code of your authenticator").fill(phone.code(0));
        page.keyboard().press("Enter");
        assertThat(page.getByText("this one")).isVisible();
        stage.inspect("sessions");
        link(page, "Access tokens").click();
        link(page, "New token").click();
        page.getByLabel("Name").fill("nightly");
        page.getByLabel("usage:read").check();
        button(page, "Create token").click();
        assertThat(page.getByText("Copy it now.")).isVisible();
        link(page, "Done").click();
        stage.inspect("tokens");
    }

    private void invite(PageStage stage) {
        Page page = stage.page();
        link(page, "Team").click();
        link(page, "Invite somebody").click();
        button(page, "Send invitation").click();
        assertThat(page.getByText("Fill this in.")).isVisible();
        stage.inspect("invite-wrong");
        page.getByLabel("E-mail").fill(bob);
        button(page, "Send invitation").click();
        assertThat(page.getByText("Waiting")).isVisible();
        stage.inspect("invitations");
        page.getByLabel("Search by e-mail").pressSequentially("nobody@");
        assertThat(page.getByText("Nothing fits what you look for.")).isVisible();
        stage.inspect("invitations-nothing");
        link(page, "Clear filters").click();
        page.getByLabel("Search by e-mail")
                .pressSequentially(bob.substring(0, 5).toUpperCase(Locale.ROOT));
        assertThat(page).hasURL(Pattern.compile("search="));
        assertThat(page.getByText(bob)).isVisible();
    }

    private void accept() {
        try (PageStage stage = Chromium.open(suite.stack().consoleUrl(), true)) {
            Page page = stage.page();
            page.navigate(mailed(bob, "/invitation"));
            stage.inspect("invitation");
            page.getByLabel("Name").fill("Bob");
            page.getByLabel("Password").fill(PASSWORD);
            button(page, "Accept the invitation").click();
            assertThat(page.getByLabel(Pattern.compile("Signed in as"))).isVisible();
        }
    }

    private static void changeRole(PageStage stage) {
        Page page = stage.page();
        stage.open("/team");
        link(page, "Bob").click();
        page.getByLabel(Pattern.compile("^Billing")).check();
        button(page, "Change role").click();
        assertThat(page.getByText("The role is changed.")).isVisible();
        assertThat(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Bob")))
                .containsText("Billing");
        stage.inspect("team");
        link(page, "Ada").click();
        page.getByLabel(Pattern.compile("^Member")).check();
        button(page, "Change role").click();
        assertThat(page.getByText("The last owner stays")).isVisible();
    }

    private static void signIn(Page page, String login) {
        signIn(page, login, PASSWORD);
    }

    private static void signIn(Page page, String login, String password) {
        page.getByLabel("E-mail or login").fill(login);
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
        assertThat(page.getByLabel(Pattern.compile("Signed in as"))).isVisible();
    }

    private String mailed(String address, String path) {
        return new Mailbox(suite.mails(), address).link(path);
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
