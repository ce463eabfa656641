package dev.tollgate.edge.credit;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Requests at a price of one nano-credit a token, input and output alike; the least useful output is 256.
final class Requests {
    static final long PRICE = 1_000_000L;
    static final long INPUT = 100;
    static final long LEAST = 256;
    /// The input's bound with its rounding.
    static final long INPUT_HOLD = INPUT
            + Arrays.stream(UsageClass.values())
                    .filter(usage -> usage.isInput() || usage.isOutput())
                    .count()
            - 2;

    private Requests() {}

    static ReserveRequest plain(String account, long outputBound) {
        return request(account, outputBound, false, false);
    }

    static ReserveRequest stream(String account, long outputBound) {
        return request(account, outputBound, true, false);
    }

    static ReserveRequest reasoning(String account, long outputBound) {
        return request(account, outputBound, true, true);
    }

    static ReserveRequest limited(String account, long outputBound, String... limitIds) {
        ReserveRequest plain = plain(account, outputBound);
        return new ReserveRequest(
                plain.requestId(),
                key(account, List.of(limitIds)),
                plain.modelId(),
                plain.price(),
                false,
                plain.inputBound(),
                outputBound,
                LEAST,
                false,
                false,
                Quantities.NONE);
    }

    static ReserveRequest free(String account) {
        return new ReserveRequest(
                "r", key(account, List.of()), "m", price(0), true, INPUT, 1_000, LEAST, false, false, Quantities.NONE);
    }

    private static ReserveRequest request(String account, long outputBound, boolean stream, boolean reasoning) {
        return new ReserveRequest(
                "r",
                key(account, List.of()),
                "m",
                price(PRICE),
                false,
                INPUT,
                outputBound,
                LEAST,
                stream,
                reasoning,
                Quantities.NONE);
    }

    private static KeyContext key(String account, List<String> limitIds) {
        return new KeyContext(
                "key-" + account,
                account,
                "g",
                KeyStatus.ACTIVE,
                AccountStatus.ACTIVE,
                null,
                List.of(),
                null,
                List.of(),
                RateLimits.NONE,
                RateLimits.NONE,
                limitIds);
    }

    private static ModelPrice price(long nanos) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            prices.put(usage, nanos);
        }
        return new ModelPrice("m", "g", List.of(new Tier(0, prices)));
    }
}
