package dev.tollgate.console.web;

import dev.tollgate.console.access.FormToken;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Shows pages, and sends people on to others.
@ApplicationScoped
public class Screen {
    static final String HTML = "text/html; charset=utf-8";

    private static final String TOAST = "toast";
    private static final int TOAST_SECONDS = 60;
    private static final int TOAST_MAX = 300;
    private static final int ACCOUNTS_MAX = 20;
    private static final int ACCOUNT_SECONDS = 12 * 60 * 60;

    private final Frame frame;
    private final Caller caller;
    private final AuthPeer auth;
    private final SessionCookie cookies;
    private final FormToken tokens;

    @Inject
    Screen(Frame frame, Caller caller, AuthPeer auth, SessionCookie cookies, FormToken tokens) {
        this.frame = frame;
        this.caller = caller;
        this.auth = auth;
        this.cookies = cookies;
        this.tokens = tokens;
    }

    /// A page, in its frame.
    public Uni<Response> show(TemplateInstance page) {
        return show(200, page);
    }

    /// A page of another status: 422 for a form that was not right.
    public Uni<Response> show(int status, TemplateInstance page) {
        return choices().chain(() -> {
            String toast = frame.cookie(TOAST);
            frame.tell(toast == null ? null : decoded(toast));
            return page.setLocale(frame.language().words()).createUni().map(html -> {
                Response answer = answer(status, html);
                return toast == null ? answer : withoutToast(answer);
            });
        });
    }

    /// On to another page of ours.
    public Response go(String path) {
        return sent(path).build();
    }

    /// On to another page of ours, which tells what was done.
    public Response go(String path, String done) {
        String text = done.substring(0, Math.min(done.length(), TOAST_MAX));
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return sent(path).cookie(cookies.cookie(TOAST, value, TOAST_SECONDS)).build();
    }

    /// On to another page of ours, which shows this account from now on.
    public Response look(String account, String path) {
        return sent(path)
                .cookie(cookies.cookie(Selected.COOKIE, account, ACCOUNT_SECONDS))
                .build();
    }

    /// A bundle's words in the language of the present call.
    public <T> T words(Class<T> bundle) {
        return MessageBundles.get(
                bundle, Localized.Literal.of(frame.language().words().toLanguageTag()));
    }

    private Response.ResponseBuilder sent(String path) {
        return frame.partly() ? Response.noContent().header("HX-Redirect", path) : to(path);
    }

    /// The header as it is: a builder's own would be made absolute by the request's `Host`, which is never believed.
    static Response.ResponseBuilder to(String path) {
        return Response.status(Response.Status.SEE_OTHER).header("Location", path);
    }

    /// With the visitor's cookie, if its forms were made by a new one.
    Response answer(int status, String html) {
        Response.ResponseBuilder response = Response.status(status).entity(html).type(HTML);
        String visit = frame.newVisit();
        return (visit == null ? response : response.cookie(tokens.cookie(visit))).build();
    }

    private Response withoutToast(Response answer) {
        return Response.fromResponse(answer)
                .cookie(cookies.cookie(TOAST, "", 0))
                .build();
    }

    /// The names of the user's accounts; one that cannot be asked for is shown by its id.
    private Uni<Void> choices() {
        if (!caller.isKnown() || frame.partly()) {
            return Uni.createFrom().voidItem();
        }
        String looked = frame.platform() ? frame.account() : null;
        List<Uni<AccountChoice>> asked = Stream.concat(
                        caller.principal().memberships().stream()
                                .limit(ACCOUNTS_MAX)
                                .map(Membership::accountId),
                        Stream.ofNullable(looked))
                .distinct()
                .map(this::choice)
                .toList();
        return asked.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(asked)
                        .andCollectFailures()
                        .invoke(frame::offer)
                        .replaceWithVoid();
    }

    private Uni<AccountChoice> choice(String account) {
        return auth.account(account)
                .map(AccountView::name)
                .onFailure()
                .recoverWithItem(account)
                .map(name -> new AccountChoice(account, name));
    }

    private static @Nullable String decoded(String toast) {
        try {
            return new String(Base64.getUrlDecoder().decode(toast), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
