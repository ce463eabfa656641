package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;

/// What a caller is told when billing refuses. A refusal by holds rather than by balance says so (rules 5).
final class Refusals {
    private Refusals() {}

    static ServiceError of(Refusal refusal) {
        return switch (refusal.reason()) {
            case INSUFFICIENT_BALANCE ->
                new ServiceError(
                        ErrorCode.INSUFFICIENT_BALANCE,
                        refusal.heldByOthers()
                                ? "Insufficient balance: what is left is held by requests under way. Try again shortly."
                                : "Insufficient balance: the account's credit does not cover this request.");
            case SPEND_LIMIT_REACHED ->
                new ServiceError(
                        ErrorCode.SPEND_LIMIT_REACHED,
                        refusal.heldByOthers()
                                ? "Spend limit: what is left of it is held by requests under way. Try again shortly."
                                : "A spend limit that binds this key is reached.");
            case ACCOUNT_FROZEN -> new ServiceError(ErrorCode.ACCOUNT_FROZEN, "The account is frozen.");
            case SUPERSEDED ->
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Credit cannot be asked for at the moment.");
        };
    }
}
