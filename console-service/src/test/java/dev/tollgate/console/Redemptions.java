package dev.tollgate.console;

import dev.tollgate.contract.billing.v1.CreatedRedemptionBatch;
import dev.tollgate.contract.billing.v1.RedeemCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchView;
import dev.tollgate.contract.billing.v1.RedemptionCodeView;
import dev.tollgate.contract.billing.v1.RedemptionView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import java.util.List;

/// What billing answers about redemption codes: the batch `rb_1` with one code.
final class Redemptions {
    static final String CODE = "7K2MQ-0000-0000-0000-0000";

    private Redemptions() {}

    static void on(PeerStub billing) {
        billing.on("POST", "/redemption-batches", call -> {
                    call.read(RedemptionBatchCommand.class);
                    return new CreatedRedemptionBatch(batch(), List.of(CODE));
                })
                .on("GET", "/redemption-batches", _ -> new Page<>("list", List.of(batch()), "rb_1", "rb_1", false))
                .on("GET", "/redemption-batches/rb_1", _ -> batch())
                .on(
                        "GET",
                        "/redemption-batches/rb_1/codes",
                        _ -> new Page<>(
                                "list",
                                List.of(new RedemptionCodeView("rc_1", "redemption_code", "rb_1", "0000", 0, 1, null)),
                                "rc_1",
                                "rc_1",
                                false))
                .on("POST", "/redemption-batches/rb_1/disable", _ -> batch())
                .on("POST", "/credit/([^/]+)/redemptions", call -> {
                    if (!CODE.equals(call.read(RedeemCommand.class).code())) {
                        throw new ServiceException(
                                ErrorCode.RATE_LIMIT_EXCEEDED, "Rate limit exceeded: 20 redemption codes per hour.");
                    }
                    return new RedemptionView("redemption", "rc_1", call.words().getFirst(), 5, 1, null);
                });
    }

    private static RedemptionBatchView batch() {
        return new RedemptionBatchView("rb_1", "redemption_batch", "spring", 5, 1, 1, 0, null, null, 1, null);
    }
}
