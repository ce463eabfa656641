package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/// Services that give so much, for so long, that an edge need not ask again.
@SuppressWarnings("NullAway") // What would make the calls is not there, as none is made.
public final class OpenHanded {
    private static final long MUCH = 1_000_000_000_000_000L;
    private static final long LONG_MILLIS = Duration.ofHours(4).toMillis();

    private OpenHanded() {}

    public static RatelimitPeer ratelimit() {
        return new RatelimitPeer(null, meter()) {
            @Override
            public Uni<SliceAnswers> slices(SliceAsks asks) {
                return Uni.createFrom()
                        .item(new SliceAnswers(
                                asks.asks().stream()
                                        .map(ask -> new SliceAnswer(ask.sliceId(), MUCH, LONG_MILLIS, MUCH, 60_000, 0))
                                        .toList(),
                                1));
            }

            @Override
            public Uni<Void> correct(PermitCorrections corrections) {
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Void> giveBack(SliceReturns returns) {
                return Uni.createFrom().voidItem();
            }
        };
    }

    public static BillingPeer billing() {
        return new BillingPeer(null, JsonMapper.builder().build(), meter()) {
            @Override
            public Uni<EdgeEpoch> openEpoch(String edgeId, EpochRequest request) {
                return Uni.createFrom().item(new EdgeEpoch(edgeId, 1, System.currentTimeMillis()));
            }

            @Override
            public Uni<LeaseAnswers> leases(LeaseAsks asks) {
                return Uni.createFrom()
                        .item(new LeaseAnswers(
                                System.currentTimeMillis(),
                                asks.asks().stream().map(OpenHanded::granted).toList()));
            }
        };
    }

    private static LeaseAnswer granted(LeaseAsk ask) {
        return new LeaseAnswer(
                ask.accountId(),
                ask.limitIds(),
                ask.askNumber(),
                ask.needs().stream().map(Need::bound).toList(),
                MUCH,
                ask.askNumber() * 2 * MUCH,
                0,
                0,
                LONG_MILLIS,
                LONG_MILLIS,
                MUCH,
                false,
                null);
    }

    private static PeerMeter meter() {
        return new PeerMeter(new SimpleMeterRegistry());
    }
}
