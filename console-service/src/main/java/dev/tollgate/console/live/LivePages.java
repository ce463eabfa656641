package dev.tollgate.console.live;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.Credential;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.usage.UsageChoices;
import dev.tollgate.console.usage.UsageResource;
import dev.tollgate.console.usage.UsageSearch;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Usage as it comes in, as a page. Its events are a page's, too, since the class produces HTML: they take the
/// session's cookie, which is all that a browser's event source sends, and hold rows as the list has them.
@Path("/usage/live")
@Produces(MediaType.TEXT_HTML)
public class LivePages {
    private static final PageAsk FIRST = new PageAsk(null, null, null);

    private final LiveTails tails;
    private final UsageResource usage;
    private final UsageChoices choices;
    private final Selected selected;
    private final Caller caller;
    private final Frame frame;
    private final Screen screen;

    @Inject
    LivePages(
            LiveTails tails,
            UsageResource usage,
            UsageChoices choices,
            Selected selected,
            Caller caller,
            Frame frame,
            Screen screen) {
        this.tails = tails;
        this.usage = usage;
        this.choices = choices;
        this.selected = selected;
        this.caller = caller;
        this.frame = frame;
        this.screen = screen;
    }

    @CheckedTemplate(basePath = "usage")
    static class Templates {
        static native TemplateInstance live(
                Page<UsageRecordView> page, UsageSearch wanted, UsageChoices.Some choices, String events);

        static native TemplateInstance row(UsageRecordView record, Map<String, String> names);

        private Templates() {}
    }

    @GET
    @Requires(value = Permission.USAGE_READ, account = Selected.class)
    public Uni<Response> live(@BeanParam UsageSearch wanted) {
        String account = selected.account();
        if (account == null) {
            return Uni.createFrom().item(screen.go("/usage"));
        }
        String events = new Address("/usage/live/events")
                .with("account", account)
                .with("model", wanted.model())
                .with("key_id", wanted.keyId())
                .with("outcome", wanted.outcome())
                .text();
        return Uni.combine()
                .all()
                .unis(usage.list(wanted.latest(account), FIRST), choices.of(account))
                .asTuple()
                .chain(both -> screen.show(Templates.live(both.getItem1(), wanted, both.getItem2(), events)));
    }

    /// Its answer is told as the management API's is, whose description would keep the framework's type else.
    ///
    /// @param lastHeader where the browser goes on by itself, and `lastAsked` where the script does
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = UsageRecordView.class)))
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Requires(value = Permission.USAGE_READ, account = Selected.class)
    public Multi<OutboundSseEvent> events(
            @BeanParam UsageSearch wanted,
            @HeaderParam("Last-Event-ID") @Nullable String lastHeader,
            @QueryParam("last_event_id") @Nullable String lastAsked,
            @Context Sse sse) {
        String account = LiveResource.required(selected.account());
        Locale words = frame.language().words();
        LastEvent last = LastEvent.of(lastHeader == null ? lastAsked : lastHeader);
        Credential credential = caller.credential();
        Predicate<UsageRecordView> fits = LiveResource.wanted(wanted.keyId(), wanted.model(), wanted.outcome());
        return choices.of(account).onItem().transformToMulti(some -> tails.open(account, credential, fits, last)
                .onItem()
                .transformToUniAndConcatenate(event -> shown(event, some.keys(), words, sse)));
    }

    /// Heartbeats are events here: a script cannot hear comments, and has to know that a silent stream lives.
    private static Uni<OutboundSseEvent> shown(LiveEvent event, Map<String, String> names, Locale words, Sse sse) {
        return switch (event) {
            case LiveEvent.Usage tail ->
                Templates.row(tail.posted().record(), names)
                        .setLocale(words)
                        .createUni()
                        .map(row -> sse.newEventBuilder()
                                .id(tail.id())
                                .name("usage_record")
                                .data(row.strip())
                                .build());
            case LiveEvent.Skipped _ -> plain(sse, "skipped", "{}");
            case LiveEvent.Heartbeat _ -> plain(sse, "beat", "{}");
            case LiveEvent.End(String reason) -> plain(sse, "end", "{\"reason\":\"" + reason + "\"}");
        };
    }

    private static Uni<OutboundSseEvent> plain(Sse sse, String name, String data) {
        return Uni.createFrom().item(sse.newEventBuilder().name(name).data(data).build());
    }
}
