package dev.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.console.access.Typed.Bad;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fills in every form wrongly, one field at a time: the error stands at its field, and what was typed stays.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class FormsServiceTest {
    /// Posted without anything that somebody types: buttons, and boxes or lists that take whatever they offer.
    private static final Set<String> NOTHING_TYPED = Set.of(
            "POST /admin/catalogue/rotate",
            "POST /admin/users/invitations/{id}/resend",
            "POST /admin/users/invitations/{id}/withdraw",
            "POST /admin/users/{id}/activate",
            "POST /admin/users/{id}/suspend",
            "POST /admin/users/{id}/tokens/{token}/revoke",
            "POST /admin/users/{id}/totp",
            "POST /billing/alerts/end",
            "POST /billing/forget",
            "POST /email-confirmation",
            "POST /invitation",
            "POST /keys/{id}/disable",
            "POST /keys/{id}/enable",
            "POST /keys/{id}/revoke",
            "POST /logout",
            "POST /preferences",
            "POST /profile/sessions/others/end",
            "POST /profile/sessions/{session}/end",
            "POST /profile/tokens/{token}/revoke",
            "POST /signup/confirm",
            "POST /team/budgets/{id}/end",
            "POST /team/invitations/{guest}/resend",
            "POST /team/invitations/{guest}/withdraw",
            "POST /team/members/{user}/remove");

    /// Sent by scripts while somebody types: the price of the top-up whose form is `/billing/checkouts`, and the
    /// playground's question, whose answer or error is the gateway's.
    private static final Set<String> SENT_BY_SCRIPTS = Set.of("POST /billing/quote", "POST /playground/chat");

    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersAndTakeAwayTheAuthenticator() {
        peers.close();
        Cast.withAuthenticator = false;
    }

    @Test
    void everyFormOfThePagesIsTriedOrTakesNothing() {
        Set<String> posts = new TreeSet<>();
        AccessTable.read().pages().stream()
                .filter(page -> page.method().equals("POST"))
                .forEach(page -> posts.add(page.name()));
        Set<String> known = new TreeSet<>(NOTHING_TYPED);
        known.addAll(SENT_BY_SCRIPTS);
        FormTable.forms().forEach(form -> known.add(form.route()));
        assertThat(known).hasSizeGreaterThan(50).isEqualTo(posts);
    }

    @Test
    void whatIsWrongIsToldAtItsFieldAndWhatWasTypedStays() {
        List<String> wrong = new ArrayList<>();
        for (Typed form : FormTable.forms()) {
            form.before().run();
            for (Bad bad : form.bad()) {
                refuse(bad);
                HttpResponse<String> answer = form.visitor().post(form.address(), form.sent(bad));
                allow();
                for (String problem : problems(form, bad, answer)) {
                    wrong.add("%s, %s as '%s': %s".formatted(form.address(), bad.field(), bad.value(), problem));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> problems(Typed form, Bad bad, HttpResponse<String> answer) {
        FormPage shown = FormPage.find(answer.body(), form.address());
        if (answer.statusCode() != 422 || shown == null) {
            return List.of("status %d, %s".formatted(answer.statusCode(), shown == null ? "no form" : "a form"));
        }
        List<String> problems = new ArrayList<>();
        String told = shown.error(bad.field());
        if (told.isEmpty() || (bad.refused() != null && !told.equals(why(bad)) && !isTranslated(bad))) {
            problems.add("its error is '" + told + "'");
        }
        form.filled().forEach((field, value) -> {
            boolean isWrong = field.equals(bad.field()) && bad.value() != null;
            if (!isWrong && !shown.holds(field, value)) {
                problems.add(field + " is not kept");
            }
        });
        Set<String> untried = new TreeSet<>(shown.fields());
        untried.removeAll(form.tried());
        if (!untried.isEmpty()) {
            problems.add("never tried: " + untried);
        }
        return problems;
    }

    /// What proves who somebody is, is told in the page's own words.
    private static boolean isTranslated(Bad bad) {
        return Set.of("password", "old_password", "totp").contains(bad.field());
    }

    private void refuse(Bad bad) {
        String call = bad.refused();
        if (call != null) {
            String[] words = call.split(" ", 3);
            peer(words[0]).refuse(words[1], words[2], new ServiceError(ErrorCode.INVALID_VALUE, why(bad), named(bad)));
        }
    }

    private static @Nullable String named(Bad bad) {
        return bad.param().isEmpty() ? null : bad.param();
    }

    private static String why(Bad bad) {
        return "scripted: " + bad.param() + " is <wrong>.";
    }

    private void allow() {
        Stream.of(peers.auth, peers.routing, peers.billing).forEach(PeerStub::refuseNothing);
    }

    private PeerStub peer(String name) {
        return switch (name) {
            case "auth" -> peers.auth;
            case "routing" -> peers.routing;
            default -> peers.billing;
        };
    }
}
