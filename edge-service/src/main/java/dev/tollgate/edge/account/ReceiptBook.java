package dev.tollgate.edge.account;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.PriceList.Version;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.door.Door;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.error.NotNow;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.PeerCalls;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What receipts are checked by: `GET /.well-known/tollgate-receipt-keys`, to anybody, and `GET
/// /v1/prices/{version}`, to keys of the group whose prices they are (rules 20).
@Singleton
public class ReceiptBook implements PublicRoutes {
    private static final String SEGMENT = "/prices/";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    /// Asked by anybody, billing is asked once in so long; what it said last is shown while it is away.
    private static final long KEPT_NANOS = Duration.ofSeconds(60).toNanos();

    private static final long RETRY_MILLIS = 1_000;

    private final Door door;
    private final Refusals refusals;
    private final BillingPeer billing;
    private volatile @Nullable Kept kept;
    private @Nullable Future<Kept> asking;

    ReceiptBook(Door door, Refusals refusals, BillingPeer billing) {
        this.door = door;
        this.refusals = refusals;
        this.billing = billing;
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(
                PublicRoute.get("/.well-known/tollgate-receipt-keys", "receipt-keys", this::keys),
                PublicRoute.get("/prices/*", "prices", this::prices));
    }

    private void keys(Exchange exchange) {
        Kept known = kept;
        if (known != null && System.nanoTime() - known.atNanos() < KEPT_NANOS) {
            show(exchange, known);
            return;
        }
        Future<Kept> found = PeerCalls.onCallerContext(asked())
                .recover(failure -> known == null
                        ? Future.failedFuture(new NotNow(
                                new ServiceError(
                                        ErrorCode.SERVICE_UNAVAILABLE, "This cannot be looked up at the moment."),
                                RETRY_MILLIS))
                        : Future.succeededFuture(known));
        refusals.guard(exchange).after(found, shown -> show(exchange, shown));
    }

    /// One question at a time, however many wait for its answer.
    private synchronized Future<Kept> asked() {
        Future<Kept> present = asking;
        if (present != null && !present.isComplete()) {
            return present;
        }
        Future<Kept> next = PeerCalls.start(billing.receiptKeys())
                .map(document -> new Kept(document, System.nanoTime()))
                .onSuccess(found -> kept = found);
        asking = next;
        return next;
    }

    private static void show(Exchange exchange, Kept found) {
        exchange.response()
                .putHeader(Headers.REQUEST_ID, exchange.id())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "public, max-age=300")
                .end(found.document().toBuffer());
    }

    private void prices(Exchange exchange) {
        String path = exchange.request().path();
        String number = path.substring(path.indexOf(SEGMENT) + SEGMENT.length());
        door.open(exchange, (caller, key) -> {
            if (!NUMBER.matcher(number).matches()) {
                caller.refuse(unknown(number));
                return;
            }
            caller.after(
                    PeerCalls.start(billing.priceVersion(Long.parseLong(number), key.group())),
                    found -> found.ifPresentOrElse(
                            version -> caller.answer(200, describe(version, key.group())),
                            () -> caller.refuse(unknown(number))));
        });
    }

    private static ServiceError unknown(String number) {
        return new ServiceError(ErrorCode.NOT_FOUND, "There is no price version '" + number + "'.", "version");
    }

    /// Nano-credits per million units, as strings (rules 19). A billing of the release before sends all groups.
    private static JsonObject describe(Version version, String group) {
        JsonArray models = new JsonArray();
        version.prices().stream()
                .filter(price -> price.group().equals(group))
                .forEach(price -> models.add(describe(price)));
        return new JsonObject()
                .put("object", "price_version")
                .put("version", version.version())
                .put("effective_from", version.effectiveFrom() / 1000)
                .put("group", group)
                .put("unit", "nano-credits per million")
                .put("data", models);
    }

    private static JsonObject describe(ModelPrice price) {
        JsonArray tiers = new JsonArray();
        for (Tier tier : price.tiers()) {
            JsonObject classes = new JsonObject();
            new TreeMap<>(tier.nanosPerMillion())
                    .forEach((usage, nanos) -> classes.put(usage.wireName(), Long.toString(nanos)));
            tiers.add(new JsonObject()
                    .put("above_input_tokens", tier.aboveInput())
                    .put("prices", classes));
        }
        return new JsonObject()
                .put("model", price.model())
                .put("multiplier_ppm", price.multiplierPpm())
                .put("tiers", tiers);
    }

    /// @param atNanos when it was asked for, by the monotonic clock
    private record Kept(JsonObject document, long atNanos) {}
}
