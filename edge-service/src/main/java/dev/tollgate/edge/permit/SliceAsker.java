package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Sends the asks that come up in one turn of the event loop as one call.
final class SliceAsker {
    private static final int ASKS_MAX = 500;

    private final Context context;
    private final Function<List<SliceAsk>, Future<SliceAnswers>> service;
    /// Guarded by itself.
    private final List<Asked> asked = new ArrayList<>();

    SliceAsker(Context context, Function<List<SliceAsk>, Future<SliceAnswers>> service) {
        this.context = context;
        this.service = service;
    }

    private record Asked(SliceAsk ask, Promise<SliceAnswer> promise) {}

    Future<SliceAnswer> ask(SliceAsk ask) {
        Promise<SliceAnswer> promise = Promise.promise();
        synchronized (asked) {
            asked.add(new Asked(ask, promise));
            if (asked.size() == 1) {
                context.runOnContext(ignored -> send());
            }
        }
        return promise.future();
    }

    private void send() {
        List<Asked> all;
        synchronized (asked) {
            all = List.copyOf(asked);
            asked.clear();
        }
        for (int from = 0; from < all.size(); from += ASKS_MAX) {
            send(all.subList(from, Math.min(all.size(), from + ASKS_MAX)));
        }
    }

    private void send(List<Asked> some) {
        service.apply(some.stream().map(Asked::ask).toList())
                .onComplete(
                        answers -> tell(some, answers),
                        failure -> some.forEach(one -> one.promise().tryFail(failure)));
    }

    private static void tell(List<Asked> some, SliceAnswers answers) {
        for (int i = 0; i < some.size(); i++) {
            Asked one = some.get(i);
            if (i < answers.answers().size()
                    && answers.answers().get(i).sliceId().equals(one.ask().sliceId())) {
                one.promise().tryComplete(answers.answers().get(i));
            } else {
                one.promise().tryFail("ratelimit did not answer this ask");
            }
        }
    }
}
