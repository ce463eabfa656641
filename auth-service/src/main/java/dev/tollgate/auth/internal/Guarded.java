package dev.tollgate.auth.internal;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.vertx.pgclient.PgException;

/// Tells what the database's own guards refuse (V0010).
public final class Guarded {
    private static final String LAST_OWNER = "TG001";
    private static final String LAST_OPERATOR = "TG002";

    private Guarded() {}

    /// The refusal as callers are told it; any other failure as it is.
    public static Throwable told(Throwable failure) {
        if (failure instanceof PgException refusal) {
            if (LAST_OWNER.equals(refusal.getSqlState())) {
                return new ServiceException(
                        ErrorCode.CONFLICT, "The last owner of an account stays: make another first.");
            }
            if (LAST_OPERATOR.equals(refusal.getSqlState())) {
                return new ServiceException(ErrorCode.CONFLICT, "The last active operator stays: make another first.");
            }
        }
        return failure;
    }
}
