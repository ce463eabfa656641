package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Closes leases at shutdown, when billing has all that was spent under them, so that their accounts need not wait
/// for the successor. A lease of a request that was cut off stays: its successor's record is charged to it.
final class LastCloses {
    private static final Logger LOG = Logger.getLogger(LastCloses.class);
    private static final Duration EACH = Duration.ofSeconds(3);

    private LastCloses() {}

    static void of(Leases leases, Leases.Peers peers) {
        long epoch = peers.epochs().current();
        if (epoch == 0 || !peers.journal().isAcknowledged(peers.journal().lastSequence())) {
            LOG.info("leases are left to the successor: billing has not all that was spent under them");
            return;
        }
        List<LeaseAsk> closes = asks(leases);
        for (int from = 0; from < closes.size(); from += Asking.ASKS_MAX) {
            List<LeaseAsk> some = closes.subList(from, Math.min(closes.size(), from + Asking.ASKS_MAX));
            try {
                peers.billing()
                        .leases(new LeaseAsks(peers.journal().edgeId(), epoch, some))
                        .await()
                        .atMost(EACH);
            } catch (RuntimeException e) {
                LOG.infof("%d leases are left to the successor: %s", closes.size() - from, e.toString());
                return;
            }
        }
    }

    private static List<LeaseAsk> asks(Leases leases) {
        CompletableFuture<List<LeaseAsk>> asks = new CompletableFuture<>();
        leases.context().runOnContext(here -> {
            List<LeaseAsk> all = new ArrayList<>();
            leases.retired().forEach(lease -> all.add(lease.ask(System.nanoTime())));
            asks.complete(all);
        });
        try {
            return asks.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            LOG.infof("leases are left to the successor: %s", e.toString());
            return List.of();
        }
    }
}
