package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.routing.v1.Catalogue.Fallbacks;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.dispatch.DispatchRequest;
import dev.tollgate.edge.dispatch.StandIn;
import dev.tollgate.edge.endpoint.Bounds;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The models that stand in for one request's, in order: those that the model which could not answer names for the
/// reason, then what was left of the ones before. Each once, and only where the caller's group may use it, it has a
/// deployment, and the account can pay for it at its own price.
final class StandIns implements StandIn {
    private final BooksKeeper keeper;
    private final Books books;
    private final Deque<String> left = new ArrayDeque<>();
    private final Set<String> asked = new HashSet<>();

    StandIns(BooksKeeper keeper, Books books) {
        this.keeper = keeper;
        this.books = books;
        this.asked.add(books.call().route().model().id());
    }

    @Override
    public Future<Optional<DispatchRequest>> after(Reason reason) {
        List<String> named = named(books.call().route().model().routing().fallbacks(), reason);
        named.reversed().forEach(left::addFirst);
        return next(reason);
    }

    private static List<String> named(Fallbacks fallbacks, Reason reason) {
        return switch (reason) {
            case CONTEXT_WINDOW -> fallbacks.contextWindow();
            case CONTENT_POLICY -> fallbacks.contentPolicy();
            case ANY -> fallbacks.any();
        };
    }

    private Future<Optional<DispatchRequest>> next(Reason reason) {
        Call other = usable();
        if (other == null || books.isOver()) {
            return Future.succeededFuture(Optional.empty());
        }
        Bounds bounds =
                other.asked().bounds(other.route().model(), other.route().price());
        books.letGo();
        return keeper.admission().reserveAnew(other, bounds).compose(outcome -> {
            if (!(outcome instanceof ReserveOutcome.Reserved(var reservation))) {
                return next(reason);
            }
            if (books.isOver()) {
                reservation.release();
                return Future.succeededFuture(Optional.empty());
            }
            books.standIn(other, bounds, reservation);
            return Future.succeededFuture(Optional.of(keeper.instead(other, books, this, reason)));
        });
    }

    private @Nullable Call usable() {
        while (!left.isEmpty()) {
            String model = left.removeFirst();
            Call other = asked.add(model) ? keeper.of(books.call(), model) : null;
            if (other != null) {
                return other;
            }
        }
        return null;
    }
}
