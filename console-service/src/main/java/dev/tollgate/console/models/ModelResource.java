package dev.tollgate.console.models;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The models that can be called here, with their prices.
@Tag(name = "Models")
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
    private static final int SEARCH_MAX = 128;

    private final Offers offers;

    @Inject
    ModelResource(Offers offers) {
        this.offers = offers;
    }

    @Operation(
            summary = "The models that can be called here, by id, with effective prices; by name, provider and"
                    + " capability.")
    @GET
    @OpenToAll("What is sold here, and for how much, is for everybody to see.")
    public Uni<Page<PublicModel>> list(@BeanParam ModelSearch wanted, @BeanParam PageAsk ask) {
        String search = wanted.search();
        if (search != null && search.length() > SEARCH_MAX) {
            throw invalid("search", "search must be at most " + SEARCH_MAX + " characters.");
        }
        if (ask.after() != null && ask.before() != null) {
            throw invalid("before", "Send either after or before, not both.");
        }
        int limit = ask.limit();
        return offers.models().map(all -> Offer.page(all, wanted, ask.after(), ask.before(), limit));
    }

    private static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
