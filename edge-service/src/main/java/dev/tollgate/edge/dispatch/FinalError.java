package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What the caller is told when no attempt succeeded. Only a refusal of the caller's own request carries the
/// provider's words, and those without our secret or the provider's address.
final class FinalError {
    private static final String HIDDEN = "[hidden]";

    private FinalError() {}

    static ServiceError of(@Nullable Failure last, @Nullable Target target) {
        return switch (last) {
            case null -> failed();
            case Failure.CallersFault(String message, boolean contextLength, boolean contentPolicy) ->
                new ServiceError(
                        contextLength ? ErrorCode.CONTEXT_LENGTH_EXCEEDED : ErrorCode.UPSTREAM_REJECTED,
                        target == null ? message : hide(message, target));
            case Failure.Unsupported(String param, String message) ->
                new ServiceError(ErrorCode.UNSUPPORTED_PARAMETER, message, param);
            case Failure.Unfetched(String param, String message) ->
                new ServiceError(ErrorCode.INVALID_VALUE, message, param.isEmpty() ? null : param);
            case Failure.TimedOut timedOut ->
                new ServiceError(ErrorCode.UPSTREAM_TIMEOUT, "The provider did not answer in time.");
            case Failure.Unreadable unreadable ->
                new ServiceError(ErrorCode.UPSTREAM_BAD_ANSWER, "The provider's answer could not be understood.");
            case Failure.Rejected rejected -> failed();
            case Failure.RateLimited limited -> failed();
            case Failure.Broken broken -> failed();
        };
    }

    private static ServiceError failed() {
        return new ServiceError(
                ErrorCode.UPSTREAM_ERROR, "All providers of this model failed. Retry after a short delay.");
    }

    private static String hide(String message, Target target) {
        String shown = message;
        if (target.secret() != null && !target.secret().isEmpty()) {
            shown = shown.replace(target.secret(), HIDDEN);
        }
        URI base = URI.create(target.provider().baseUrl());
        return shown.replace(target.provider().baseUrl(), HIDDEN).replace(base.getRawAuthority(), HIDDEN);
    }
}
