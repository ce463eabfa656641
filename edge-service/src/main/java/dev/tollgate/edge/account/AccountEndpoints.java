package dev.tollgate.edge.account;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.door.Door;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.PeerCalls;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/// `GET /v1/credits` and `GET /v1/usage/{request_id}`: billing's answers, for the account of the key alone. What is
/// settled is told as a signed receipt; a billing of the release before signs none, and its record is shown
/// instead.
@Singleton
public class AccountEndpoints implements PublicRoutes {
    private static final String SEGMENT = "/usage/";
    private static final String PENDING = "pending";
    private static final int ACCEPTED = 202;

    private final Door door;
    private final BillingPeer billing;

    AccountEndpoints(Door door, BillingPeer billing) {
        this.door = door;
        this.billing = billing;
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(
                PublicRoute.get("/credits", "credits", this::credits),
                PublicRoute.get("/usage/*", "usage", this::usage));
    }

    /// What the account has, what is held of it and what is free, in nano-credits.
    void credits(Exchange exchange) {
        door.open(
                exchange,
                (caller, key) -> caller.after(
                        PeerCalls.start(billing.credit(key.accountId())),
                        credit -> caller.answer(200, JsonObject.mapFrom(credit))));
    }

    /// The receipt of one request. Another account's request is not told from one that never was.
    void usage(Exchange exchange) {
        String path = exchange.request().path();
        String id = path.substring(path.indexOf(SEGMENT) + SEGMENT.length());
        door.open(exchange, (caller, key) -> {
            if (!isRequestId(id)) {
                caller.refuse(unknown(id));
                return;
            }
            caller.after(PeerCalls.start(billing.usageRecord(id)), found -> found.filter(
                            record -> record.accountId().equals(key.accountId()))
                    .ifPresentOrElse(record -> show(caller, record), () -> notThere(caller, key, id)));
        });
    }

    private void show(Door.Caller caller, UsageRecordView record) {
        if (record.status().equals(PENDING)) {
            caller.retryAfterSeconds(1);
            caller.answer(ACCEPTED, JsonObject.mapFrom(record));
            return;
        }
        caller.after(
                PeerCalls.start(billing.receipt(record.id(), record.accountId())),
                receipt -> caller.answer(200, receipt.orElseGet(() -> JsonObject.mapFrom(record))));
    }

    /// A request just ended may not have reached billing yet: an SDK that asks at once must not read "no such
    /// request" (rules 20).
    private static void notThere(Door.Caller caller, KeyContext key, String id) {
        if (FreshId.isFresh(UUID.fromString(id), System.currentTimeMillis())) {
            caller.retryAfterSeconds(1);
            caller.answer(
                    ACCEPTED,
                    new JsonObject()
                            .put("id", id)
                            .put("object", "usage_record")
                            .put("account_id", key.accountId())
                            .put("status", PENDING));
        } else {
            caller.refuse(unknown(id));
        }
    }

    private static boolean isRequestId(String id) {
        try {
            return UUID.fromString(id).version() == 7;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ServiceError unknown(String id) {
        return new ServiceError(ErrorCode.NOT_FOUND, "There is no request '" + id + "'.", "request_id");
    }
}
