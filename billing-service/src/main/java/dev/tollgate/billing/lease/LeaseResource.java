package dev.tollgate.billing.lease;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.sighting.Sightings;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where edges ask for credit.
@Tag(name = "Leases")
@Path(InternalPaths.LEASES)
class LeaseResource {
    private final Leasing leasing;
    private final LeaseConfig config;
    private final Sightings sightings;

    LeaseResource(Leasing leasing, LeaseConfig config, Sightings sightings) {
        this.leasing = leasing;
        this.config = config;
        this.sightings = sightings;
    }

    @Operation(
            summary =
                    "Grants, renews, extends and gives back leases, many at a time; a repeated ask gets the same answer.")
    @POST
    public Uni<LeaseAnswers> ask(@Nullable LeaseAsks body) {
        LeaseAsks asks = Required.body(body);
        sightings.note(Required.text(asks.edgeId(), "edgeId"));
        if (asks.asks().size() > config.asksMax()) {
            throw Required.invalid("asks", "At most " + config.asksMax() + " asks travel in one call.");
        }
        if (asks.asks().stream().mapToInt(ask -> ask.needs().size()).sum() > config.needsMax()) {
            throw Required.invalid("asks", "At most " + config.needsMax() + " needs travel in one call.");
        }
        for (int i = 0; i < asks.asks().size(); i++) {
            check(asks.asks().get(i), "asks[" + i + "]");
        }
        return leasing.answer(asks);
    }

    private static void check(LeaseAsk ask, String at) {
        Required.text(ask.accountId(), at + ".accountId");
        if (ask.askNumber() < 1) {
            throw Required.invalid(at + ".askNumber", at + ".askNumber counts from 1.");
        }
        notNegative(ask.surplus(), at + ".surplus");
        notNegative(ask.giveBack(), at + ".giveBack");
        for (Need need : ask.needs()) {
            notNegative(need.bound(), at + ".needs.bound");
            notNegative(need.learned(), at + ".needs.learned");
            notNegative(need.least(), at + ".needs.least");
        }
    }

    private static void notNegative(long value, String param) {
        if (value < 0) {
            throw Required.invalid(param, param + " must not be negative.");
        }
    }
}
