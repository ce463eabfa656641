package dev.tollgate.billing.pricing;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.billing.pricing.ModelPricesImport.Terms;
import dev.tollgate.billing.pricing.ModelPricesImport.What;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PublishPrices;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Drafts of prices, from their making to their publication.
@Tag(name = "Price drafts")
@Path(InternalPaths.PRICE_DRAFTS)
@Produces(MediaType.APPLICATION_JSON)
class DraftResource {
    private static final Pattern MARKUP = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?");
    private static final int NOTE_MAX = 500;

    private final Drafts drafts;
    private final Replay replay;
    private final PricingConfig config;
    private final Clock clock;

    DraftResource(Drafts drafts, Replay replay, PricingConfig config, Clock clock) {
        this.drafts = drafts;
        this.replay = replay;
        this.config = config;
        this.clock = clock;
    }

    @Operation(summary = "Makes a draft of prices, multipliers and costs, in the catalogue file's words.")
    @POST
    @Consumes({"application/yaml", MediaType.APPLICATION_JSON})
    public Uni<PriceDraftView> create(@Nullable String text, @RestQuery @Nullable String note) {
        return drafts.create(bounded(text, config.draftMax()), note(note), Beside.NOTHING);
    }

    @Operation(summary = "Makes a draft that may also price what the catalogue has beside its file.")
    @POST
    @Path("of-all")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<PriceDraftView> createOfAll(@Nullable PriceDraftCommand command) {
        PriceDraftCommand given = Required.body(command);
        return drafts.create(bounded(given.text(), config.draftMax()), note(given.note()), Beside.of(given.managed()));
    }

    @Operation(
            summary = "Makes a draft of a model_prices file (USD per token): of the prices and costs of the models and"
                    + " deployments that the catalogue has. The answer's report says what was taken and what was not.")
    @POST
    @Path("import")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<PriceDraftView> take(
            @Nullable String file,
            @RestQuery @Nullable String what,
            @RestQuery @Nullable String markup,
            @RestQuery @Nullable String note) {
        Terms terms = new Terms(what(what), config.usdPerCredit(), markup(markup));
        return drafts.take(bounded(file, config.importMax()).getBytes(StandardCharsets.UTF_8), terms, note(note));
    }

    @Operation(summary = "Drafts and published drafts, newest first; one of an id, or by a part of the note.")
    @GET
    public Uni<Page<PriceDraftView>> page(
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return drafts.page(Search.of(search), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "One draft.")
    @GET
    @Path("{id}")
    public Uni<PriceDraftView> one(@RestPath String id) {
        return drafts.view(Required.number(id, "id"));
    }

    @Operation(summary = "Deletes a draft that is not published.")
    @DELETE
    @Path("{id}")
    public Uni<Void> delete(@RestPath String id) {
        return drafts.delete(Required.number(id, "id"));
    }

    @Operation(summary = "What a draft changes of the prices that are in force once all that is published is.")
    @GET
    @Path("{id}/diff")
    public Uni<PriceDiff> diff(@RestPath String id) {
        return drafts.diff(Required.number(id, "id"));
    }

    /// Few at a time: each holds a connection for as long as it takes.
    @Operation(summary = "What the requests of a period would have been charged at a draft's prices.")
    @GET
    @Path("{id}/replay")
    @Bulkhead(value = 2, waitingTaskQueue = 2)
    public Uni<ReplayReport> replay(
            @RestPath String id, @RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        Instant end = to == null ? clock.instant() : moment(to, "to");
        Instant start = from == null ? end.minus(Duration.ofDays(7)) : moment(from, "from");
        return replay.run(Required.number(id, "id"), start, end);
    }

    @Operation(summary = "Publishes a draft: from its time on its prices count, and it never changes again.")
    @POST
    @Path("{id}/publish")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<PriceDraftView> publish(@RestPath String id, @Nullable PublishPrices command) {
        Long from = Required.body(command).effectiveFrom();
        Instant at = from == null ? null : moment(from.toString(), "effective_from");
        return drafts.publish(Required.number(id, "id"), at, clock.instant());
    }

    private static String bounded(@Nullable String text, MemorySize max) {
        String body = Required.body(text);
        if (body.isBlank()) {
            return Required.body(null);
        }
        if (body.length() > max.asLongValue()) {
            throw new ServiceException(
                    ErrorCode.REQUEST_TOO_LARGE, "The body is longer than " + max.asLongValue() + " bytes.");
        }
        return body;
    }

    private static @Nullable String note(@Nullable String note) {
        if (note != null && note.length() > NOTE_MAX) {
            throw Required.invalid("note", "note is longer than " + NOTE_MAX + " characters.");
        }
        return note;
    }

    private static What what(@Nullable String what) {
        if (what == null) {
            return What.BOTH;
        }
        return Arrays.stream(What.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(what))
                .findFirst()
                .orElseThrow(() -> Required.invalid("what", "what must be prices, costs or both."));
    }

    /// In parts per million, exactly.
    private static long markup(@Nullable String markup) {
        if (markup == null) {
            return 1_000_000;
        }
        if (!MARKUP.matcher(markup).matches() || new BigDecimal(markup).signum() == 0) {
            throw Required.invalid("markup", "markup must be a decimal above 0, such as 1.25.");
        }
        return new BigDecimal(markup).movePointRight(6).longValueExact();
    }

    private static Instant moment(String value, String param) {
        long seconds = Required.number(value, param);
        if (seconds > Instant.MAX.getEpochSecond() / 1_000_000) {
            throw Required.invalid(param, param + " is too large.");
        }
        return Instant.ofEpochSecond(seconds);
    }
}
