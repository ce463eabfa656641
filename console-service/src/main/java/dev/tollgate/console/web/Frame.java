package dev.tollgate.console.web;

import dev.tollgate.console.access.FormToken;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.Principal;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What templates know of the present call as `inject:frame`: who looks, at which account, in which language and theme.
@Named("frame")
@RequestScoped
public class Frame {
    private final RoutingContext context;
    private final Caller caller;
    private final SessionCookie cookies;
    private final FormToken tokens;
    private final Selected selected;
    private final BrandConfig brand;
    private List<AccountChoice> accounts = List.of();
    private @Nullable String visit;
    private @Nullable String toast;

    @Inject
    Frame(
            RoutingContext context,
            Caller caller,
            SessionCookie cookies,
            FormToken tokens,
            Selected selected,
            BrandConfig brand) {
        this.context = context;
        this.caller = caller;
        this.cookies = cookies;
        this.tokens = tokens;
        this.selected = selected;
        this.brand = brand;
    }

    public BrandConfig brand() {
        return brand;
    }

    public Language language() {
        return Language.of(cookie("language"), context.request().getHeader("Accept-Language"));
    }

    public List<Language> languages() {
        return List.of(Language.values());
    }

    public Theme theme() {
        return Theme.of(cookie("theme"));
    }

    public List<Theme> themes() {
        return List.of(Theme.values());
    }

    /// Whether it is known who looks.
    public boolean signedIn() {
        return caller.isKnown();
    }

    public String login() {
        return caller.principal().login();
    }

    /// The account looked at, or null for all.
    public @Nullable String account() {
        return signedIn() ? selected.account() : null;
    }

    /// The accounts that the user may choose among, with their names.
    public List<AccountChoice> accounts() {
        return accounts;
    }

    void offer(List<AccountChoice> choices) {
        accounts = choices;
    }

    /// Whether he is of the platform, and so looks at any account, or at all.
    public boolean platform() {
        return signedIn() && !principal().platformRoles().isEmpty();
    }

    /// Whether the user may do this on the account looked at.
    public boolean may(Permission permission) {
        return signedIn() && new Rights(principal()).on(selected.account(), permission);
    }

    /// The same for templates, which name a permission as the wire does.
    public boolean can(String scope) {
        return may(Permission.of(scope).orElseThrow());
    }

    /// Whether the user may do this on another account, or on that of an object that a page shows.
    public boolean canOn(String scope, String account) {
        return signedIn()
                && new Rights(principal()).on(account, Permission.of(scope).orElseThrow());
    }

    /// Whether the user may do this everywhere.
    public boolean mayEverywhere(Permission permission) {
        return signedIn() && new Rights(principal()).everywhere(permission);
    }

    /// The navigation's entries of one part, for this user.
    public List<Place> places(String area) {
        Place.Area wanted = Place.Area.valueOf(area);
        return Arrays.stream(Place.values())
                .filter(place -> place.area() == wanted && isFor(place))
                .toList();
    }

    public boolean isAt(Place place) {
        return place.isAt(context.normalizedPath());
    }

    /// The present page, for forms that come back to it.
    public String here() {
        String query = context.request().query();
        return context.normalizedPath() + (query == null ? "" : "?" + query);
    }

    /// The present path, without what was asked of it: another account's cursors are not this one's.
    public String path() {
        return context.normalizedPath();
    }

    /// Whether the account looked at is not among those to choose from.
    public boolean foreign() {
        String account = account();
        return account != null && accounts.stream().noneMatch(one -> one.id().equals(account));
    }

    /// The account that somebody of the platform looks at and is no member of, or null: he is reminded of it.
    public @Nullable AccountChoice guestOf() {
        String account = account();
        if (account == null
                || !platform()
                || principal().memberships().stream()
                        .anyMatch(one -> one.accountId().equals(account))) {
            return null;
        }
        return accounts.stream()
                .filter(one -> one.id().equals(account))
                .findFirst()
                .orElse(new AccountChoice(account, account));
    }

    /// The path with the account looked at, so that a form acts on the account it was shown for.
    public String at(String path) {
        String account = account();
        return account == null
                ? path
                : path + (path.contains("?") ? "&" : "?") + Selected.QUERY + "="
                        + URLEncoder.encode(account, StandardCharsets.UTF_8);
    }

    /// What each form shows, to be known as ours.
    public String token() {
        return FormToken.of(visit(), session());
    }

    /// What was done just before, to be told once.
    public @Nullable String toast() {
        return toast;
    }

    void tell(@Nullable String done) {
        toast = done;
    }

    /// Our own id of this call.
    public String requestId() {
        return caller.requestId();
    }

    /// The visitor's cookie that was made for this page, or null when he had one.
    @Nullable
    String newVisit() {
        return visit;
    }

    @Nullable
    String cookie(String what) {
        Cookie cookie = context.request().getCookie(cookies.name(what));
        return cookie == null ? null : cookie.getValue();
    }

    /// Whether htmx asks, for a part of the page.
    public boolean partly() {
        return "true".equals(context.request().getHeader("HX-Request"));
    }

    /// Whether the call only reads.
    boolean isRead() {
        return HttpMethod.GET.equals(context.request().method());
    }

    /// The session that forms are bound to: what is read of it must be what is judged by.
    private @Nullable String session() {
        String sent = cookie("session");
        return sent != null && SessionCookie.isSession(sent) ? sent : null;
    }

    private String visit() {
        String known = cookie("visit");
        if (known != null && FormToken.isVisit(known)) {
            return known;
        }
        visit = Objects.requireNonNullElseGet(visit, tokens::newVisit);
        return visit;
    }

    private Principal principal() {
        return caller.principal();
    }

    private boolean isFor(Place place) {
        Permission permission = place.permission();
        return permission == null
                || (place.area() == Place.Area.PLATFORM ? mayEverywhere(permission) : may(permission));
    }
}
