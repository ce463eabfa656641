package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAsk.LimitCheck;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides which limits bind a request, and which of them are judged from a slice.
final class Checks {
    private static final long SLICES_A_MINUTE = 300;
    private static final long SLOTS_PART = 16;
    private static final long DAY_PART = 1_000;

    private final PermitConfig config;

    Checks(PermitConfig config) {
        this.config = config;
    }

    List<Check> of(PermitRequest request) {
        String account = request.key().accountId();
        List<Check> checks = new ArrayList<>(4);
        add(checks, request.key().keyLimits(), SubjectKind.KEY, request.key().keyId(), account, request);
        add(checks, request.key().accountLimits(), SubjectKind.ACCOUNT, account, account, request);
        add(checks, request.group().limits(), SubjectKind.GROUP, request.group().id(), null, request);
        add(checks, request.model().limits(), SubjectKind.MODEL, request.model().id(), null, request);
        if (isAnySmall(checks)) {
            // The service is asked anyway: tokens go along, instead of a call for a slice before that one.
            checks.replaceAll(check -> check.dimension() == Dimension.TPM ? check.askedPerRequest() : check);
        }
        return checks;
    }

    private static boolean isAnySmall(List<Check> checks) {
        for (Check check : checks) {
            if (!check.large()) {
                return true;
            }
        }
        return false;
    }

    private void add(
            List<Check> checks,
            RateLimits limits,
            SubjectKind kind,
            String id,
            @Nullable String account,
            PermitRequest request) {
        if (limits.isEmpty()) {
            return;
        }
        Subject subject = new Subject(kind, id, account);
        add(checks, subject, Dimension.RPM, limits.rpm(), 1);
        if (request.scope() != PermitRequest.Scope.SESSION) {
            add(checks, subject, Dimension.TPM, limits.tpm(), request.inputTokens() + request.outputEstimate());
        }
        add(checks, subject, Dimension.RPD, limits.rpd(), 1);
        if (request.scope() != PermitRequest.Scope.WITHIN_SESSION) {
            add(checks, subject, Dimension.CONCURRENCY, limits.concurrency(), 1);
        }
    }

    private void add(List<Check> checks, Subject subject, Dimension dimension, @Nullable Long limit, long wanted) {
        if (limit != null) {
            long amount = Math.min(wanted, limit);
            checks.add(new Check(subject, dimension, limit, amount, isLarge(dimension, limit, amount)));
        }
    }

    private boolean isLarge(Dimension dimension, long limit, long amount) {
        return switch (dimension) {
            case RPM -> limit > config.smallRpm();
            case RPD -> limit > config.smallRpd();
            case CONCURRENCY -> limit > config.smallConcurrency();
            case TPM -> amount <= sliceOf(dimension, limit);
        };
    }

    /// How much of a limit an edge may hold unused: what the service grants at most.
    static long sliceOf(Dimension dimension, long limit) {
        return Math.max(
                1,
                switch (dimension) {
                    case RPM, TPM -> limit / SLICES_A_MINUTE;
                    case RPD -> limit / DAY_PART;
                    case CONCURRENCY -> Math.min(1_000, limit / SLOTS_PART);
                });
    }

    /// The limits that are asked for per request, as the service takes them.
    static List<LimitCheck> asked(List<Check> small) {
        Map<Subject, Map<Dimension, Long>> bySubject = new LinkedHashMap<>();
        for (Check check : small) {
            bySubject
                    .computeIfAbsent(check.subject(), ignored -> new EnumMap<>(Dimension.class))
                    .put(check.dimension(), check.limit());
        }
        return bySubject.entrySet().stream()
                .map(entry -> new LimitCheck(
                        entry.getKey(),
                        new RateLimits(
                                entry.getValue().get(Dimension.RPM),
                                entry.getValue().get(Dimension.TPM),
                                entry.getValue().get(Dimension.RPD),
                                entry.getValue().get(Dimension.CONCURRENCY))))
                .toList();
    }
}
