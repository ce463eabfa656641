package dev.tollgate.console.playground;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.models.Offers;
import dev.tollgate.console.models.PublicModel;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.playground.PlaygroundKeys.Holder;
import dev.tollgate.console.usage.OfUsageRecord;
import dev.tollgate.console.usage.UsageResource;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/// Talking with a model. Docs: `docs/adr/0039-playground.md`.
@Path("/playground")
@Produces(MediaType.TEXT_HTML)
public class PlaygroundPages {
    private static final int UNAUTHORISED = 401;

    private final PlaygroundKeys keys;
    private final EdgePeer edge;
    private final Offers offers;
    private final AuthPeer auth;
    private final UsageResource usage;
    private final Selected selected;
    private final Caller caller;
    private final Screen screen;
    private final Form form;
    private final ObjectMapper json;

    @Inject
    PlaygroundPages(
            PlaygroundKeys keys,
            EdgePeer edge,
            Offers offers,
            AuthPeer auth,
            UsageResource usage,
            Selected selected,
            Caller caller,
            Screen screen,
            Form form,
            ObjectMapper json) {
        this.keys = keys;
        this.edge = edge;
        this.offers = offers;
        this.auth = auth;
        this.usage = usage;
        this.selected = selected;
        this.caller = caller;
        this.screen = screen;
        this.form = form;
        this.json = json;
    }

    @GET
    @Requires(value = Permission.KEYS_WRITE, account = Selected.class)
    public Uni<Response> show(@QueryParam("model") @Nullable String model) {
        String account = selected.account();
        Uni<List<PublicModel>> some = account == null
                ? Uni.createFrom().item(List.of())
                : auth.account(account).map(AccountView::group).chain(offers::of);
        return some.map(all -> all.stream()
                        .filter(one -> one.endpoints().contains("chat"))
                        .toList())
                .chain(chat -> screen.show(PlaygroundTemplates.chat(chat, Objects.requireNonNullElse(model, ""))));
    }

    /// The gateway's answer as it comes: its status, and its events or its error.
    @POST
    @Path("chat")
    @Produces(MediaType.TEXT_PLAIN)
    @Requires(value = Permission.KEYS_WRITE, account = Selected.class)
    public Multi<byte[]> chat() {
        byte[] request = Prompt.read(form.value("request"), json);
        String account = selected.account();
        if (account == null) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.INVALID_VALUE, "Choose an account: it pays for the answer.", "account"));
        }
        Holder holder = new Holder(caller.principal().userId(), account);
        return RestMulti.fromUniResponse(
                ask(holder, request),
                EdgePeer::body,
                answer -> Map.of(
                        "Content-Type", List.of("text/plain; charset=utf-8"),
                        "X-Accel-Buffering", List.of("no"),
                        "x-playground-request",
                                List.of(Objects.requireNonNullElse(answer.getHeader(Headers.REQUEST_ID), ""))),
                HttpClientResponse::statusCode);
    }

    /// What an answer cost. Not found until it is posted, within a second or two.
    @GET
    @Path("cost/{requestId}")
    @Requires(value = Permission.USAGE_READ, account = OfUsageRecord.class)
    public Uni<Response> cost(@PathParam("requestId") String requestId) {
        return usage.get(requestId)
                .chain(record -> screen.show(PlaygroundTemplates.cost(
                        record,
                        record.quantities().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())));
    }

    /// A kept key may have been revoked meanwhile: then once more with a new one.
    private Uni<HttpClientResponse> ask(Holder holder, byte[] request) {
        return keys.of(holder).chain(secret -> edge.chat(secret, request)).chain(answer -> {
            if (answer.statusCode() != UNAUTHORISED) {
                return Uni.createFrom().item(answer);
            }
            EdgePeer.drop(answer);
            keys.forget(holder);
            return keys.of(holder).chain(secret -> edge.chat(secret, request));
        });
    }
}
