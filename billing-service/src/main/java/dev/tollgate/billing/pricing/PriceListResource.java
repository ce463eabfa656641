package dev.tollgate.billing.pricing;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The published price list, and each version for ever.
@Tag(name = "Prices")
@Path(InternalPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
class PriceListResource {
    private final PublishedPrices published;
    private final PriceVersionRepository repository;

    PriceListResource(PublishedPrices published, PriceVersionRepository repository) {
        this.published = published;
        this.repository = repository;
    }

    /// 304 when the asker's ETag is the list's.
    @Operation(summary = "The price list in force and to come; 304 when the asker's ETag is the list's.")
    @GET
    @Path("/price-list")
    public RestResponse<PriceList> list(@RestHeader(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        PriceList list = published
                .list()
                .orElseThrow(
                        () -> new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "The price list is not there yet."));
        String tag = '"' + list.hash() + '"';
        if (known != null && known.contains(tag)) {
            return RestResponse.ResponseBuilder.<PriceList>notModified()
                    .header(HttpHeaders.ETAG, tag)
                    .build();
        }
        return RestResponse.ResponseBuilder.ok(list)
                .header(HttpHeaders.ETAG, tag)
                .build();
    }

    /// For a group: its prices alone, without what providers charge us.
    @Operation(summary = "One version of the price list, for ever; of one group without our costs.")
    @GET
    @Path("/price-list/versions/{version}")
    public Uni<PriceList.Version> version(@RestPath String version, @RestQuery @Nullable String group) {
        return repository
                .find(Required.number(version, "version"))
                .map(found -> found.orElseThrow(
                        () -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such price version.")))
                .map(whole -> group == null ? whole : ofGroup(whole, group));
    }

    private static PriceList.Version ofGroup(PriceList.Version whole, String group) {
        return new PriceList.Version(
                whole.version(),
                whole.effectiveFrom(),
                whole.prices().stream()
                        .filter(price -> price.group().equals(group))
                        .toList(),
                List.of());
    }

    @Operation(
            summary = "The versions of the price list, newest first, without their prices; by number or file's hash.")
    @GET
    @Path("/price-list/versions")
    public Uni<Page<PriceVersionView>> versions(
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return repository.page(Search.of(search), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "How a version's prices differ from another's; from the version before unless said.")
    @GET
    @Path("/price-list/versions/{version}/diff")
    public Uni<PriceDiff> diff(@RestPath String version, @RestQuery @Nullable String against) {
        long to = Required.number(version, "version");
        long from = against == null ? to - 1 : Required.number(against, "against");
        return content(from).flatMap(before -> content(to)
                .map(after -> PriceDiffs.between(Long.toString(from), before, Long.toString(to), after)));
    }

    /// Before the first version there are no prices.
    private Uni<CompiledPrices> content(long version) {
        return version == 0
                ? Uni.createFrom().item(CompiledPrices.NONE)
                : version(Long.toString(version), null).map(found -> new CompiledPrices(found.prices(), found.costs()));
    }
}
