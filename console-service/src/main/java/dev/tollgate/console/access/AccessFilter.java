package dev.tollgate.console.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.Credential;
import dev.tollgate.console.login.Credentials;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.http.Headers;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/// The one way to every endpoint: who calls is asked at auth each time, so that a role or token that was taken away
/// is gone with the next call; then the endpoint's rule is judged. The management API takes the header's token alone,
/// pages the cookie's alone, whose forms must show that they are ours. Also tells each answer's request id.
@ApplicationScoped
public class AccessFilter {
    private final Credentials credentials;
    private final PeoplePeer people;
    private final Gate gate;
    private final Caller caller;
    private final CurrentVertxRequest http;
    private final PageForms forms;
    private final ObjectMapper json;

    @Inject
    AccessFilter(
            Credentials credentials,
            PeoplePeer people,
            Gate gate,
            Caller caller,
            PageForms forms,
            CurrentVertxRequest http,
            ObjectMapper json) {
        this.forms = forms;
        this.credentials = credentials;
        this.people = people;
        this.gate = gate;
        this.caller = caller;
        this.http = http;
        this.json = json;
    }

    /// Before anything of the body is read, except by a rule that finds the account there.
    @ServerRequestFilter
    public Uni<Void> enter(ContainerRequestContext request, ResourceInfo resource) {
        MDC.put("requestId", caller.requestId());
        SocketAddress remote = http.getCurrent().request().remoteAddress();
        caller.isFrom(remote == null ? null : remote.hostAddress(), request.getHeaderString("User-Agent"));
        Method method = resource.getResourceMethod();
        Asked asked = new Asked(request, CurrentRequestManager.get().serverRequest(), json.reader());
        boolean isPage = Pages.isPage(resource.getResourceClass());
        Uni<Void> genuine = isPage ? forms.read(asked) : Uni.createFrom().voidItem();
        OpenToAll open = method.getAnnotation(OpenToAll.class);
        if (open != null) {
            caller.isUnknown(open.actor());
            return isPage ? genuine.chain(() -> recognise(asked)) : genuine;
        }
        Requires rule = method.getAnnotation(Requires.class);
        Credential credential = isPage
                ? credentials.session(forms.session(asked))
                : credentials.read(request.getHeaderString("Authorization"));
        return genuine.chain(() -> principal(credential))
                .chain(principal -> rule == null
                        ? Uni.createFrom().failure(Refusals.noRule())
                        : gate.judge(new Rights(principal), rule, asked, isPage));
    }

    @ServerResponseFilter
    public void leave(ContainerResponseContext response) {
        response.getHeaders().putSingle(Headers.REQUEST_ID, caller.requestId());
    }

    /// Who reads an open page is known by his session, if it holds: the page shows him his frame.
    private Uni<Void> recognise(Asked asked) {
        String session = forms.session(asked);
        if (session == null || asked.isUnsafe()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> principal(credentials.session(session)))
                .onItemOrFailure()
                .transformToUni((_, _) -> Uni.createFrom().voidItem());
    }

    private Uni<Principal> principal(Credential credential) {
        caller.showed(credential);
        return switch (credential) {
            case Credential.AdminToken(String actor) ->
                people.firstOperator().map(answer -> {
                    Principal principal = valid(answer);
                    caller.is(actor, principal);
                    return principal;
                });
            case Credential.AccessToken(String hash) ->
                people.whose(new TokenQuestion(hash)).map(answer -> {
                    Principal principal = valid(answer);
                    caller.is(principal.userId() + "/" + principal.tokenId(), principal);
                    return principal;
                });
        };
    }

    private static Principal valid(TokenAnswer answer) {
        return switch (answer.verdict()) {
            case VALID -> Objects.requireNonNull(answer.principal());
            case EXPIRED -> throw Credentials.expired();
            case REFUSED -> throw Credentials.refused();
        };
    }
}
