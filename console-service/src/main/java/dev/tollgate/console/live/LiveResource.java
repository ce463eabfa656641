package dev.tollgate.console.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// An account's usage as it comes in.
@Tag(name = "Usage")
@Path("/api/v1/usage/live")
public class LiveResource {
    private final LiveTails tails;
    private final Caller caller;
    private final ObjectMapper json;

    @Inject
    LiveResource(LiveTails tails, Caller caller, ObjectMapper json) {
        this.tails = tails;
        this.caller = caller;
        this.json = json;
    }

    @Operation(
            summary =
                    "New usage records of an account within seconds of posting, as server-sent events; `Last-Event-ID` goes on where one was.")
    @APIResponse(
            responseCode = "200",
            description = "Events `usage_record`; `skipped` when more came than are told; `end` with its reason.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = UsageRecordView.class)))
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Requires(value = Permission.USAGE_READ, account = InQuery.class)
    public Multi<OutboundSseEvent> live(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("key_id") @Nullable String keyId,
            @QueryParam("model") @Nullable String model,
            @QueryParam("outcome") @Nullable String outcome,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            @Context Sse sse) {
        return tails.open(required(accountId), caller.credential(), wanted(keyId, model, outcome), LastEvent.of(last))
                .map(event -> event(sse, event));
    }

    static String required(@Nullable String accountId) {
        if (accountId == null) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, "account_id is required.", "account_id"));
        }
        return accountId;
    }

    /// What is null narrows nothing.
    static Predicate<UsageRecordView> wanted(@Nullable String keyId, @Nullable String model, @Nullable String outcome) {
        return record -> (keyId == null || keyId.equals(record.keyId()))
                && (model == null || model.equals(record.model()))
                && (outcome == null || outcome.equals(kind(record.outcome())));
    }

    /// As lists are filtered by it.
    private static String kind(String outcome) {
        return switch (outcome) {
            case "completed", "cancelled" -> outcome;
            case "refused", "upstream_failed" -> "failed";
            default -> "interrupted";
        };
    }

    private OutboundSseEvent event(Sse sse, LiveEvent event) {
        return switch (event) {
            case LiveEvent.Usage usage ->
                sse.newEventBuilder()
                        .id(usage.id())
                        .name("usage_record")
                        .data(text(usage.posted().record()))
                        .build();
            case LiveEvent.Skipped _ ->
                sse.newEventBuilder().name("skipped").data("{}").build();
            case LiveEvent.Heartbeat _ -> sse.newEventBuilder().comment("beat").build();
            case LiveEvent.End(String reason) ->
                sse.newEventBuilder()
                        .name("end")
                        .data(text(Map.of("reason", reason)))
                        .build();
        };
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
