package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One request on its way through its limits: what it took so far, to be kept by its permit or put back.
final class Attempt {
    private String requestId;
    private boolean first = true;
    private final Holds holds;
    private final Reports reports;
    private final List<Take> takes = new ArrayList<>();
    private final List<PermitAnswer.Window> windows = new ArrayList<>();
    private final List<Check> late = new ArrayList<>();
    private List<Check> asked = List.of();

    Attempt(String requestId, Holds holds, Reports reports) {
        this.requestId = requestId;
        this.holds = holds;
        this.reports = reports;
    }

    /// By which the service knows it: a second ask has another one, since the first one's answer is remembered.
    synchronized String requestId() {
        return requestId;
    }

    synchronized boolean isFirst() {
        return first;
    }

    synchronized void again() {
        first = false;
        requestId += "/2";
    }

    private record Take(Check check, Pool.Taken taken) {}

    synchronized void took(Check check, Pool.Taken taken, Pool pool, long nowNanos) {
        takes.add(new Take(check, taken));
        Pool.Seen seen = pool.seen();
        long reset = Math.max(0, seen.resetMillis() - (nowNanos - seen.atNanos()) / 1_000_000);
        windows.add(new PermitAnswer.Window(
                check.subject(),
                check.dimension(),
                check.limit(),
                Math.min(check.limit(), seen.remaining() + pool.free()),
                reset));
    }

    /// Slices of this limit come too late: it is asked for per request this time.
    synchronized void isLate(Check check) {
        late.add(check);
    }

    /// What is asked for per request after all.
    synchronized List<Check> late() {
        return List.copyOf(late);
    }

    synchronized void admitted(List<Check> small, List<PermitAnswer.Window> of) {
        asked = small;
        windows.addAll(of);
        small.stream()
                .filter(check -> check.dimension() == Dimension.CONCURRENCY)
                .forEach(check -> holds.add(requestId, check.subject()));
    }

    List<PermitAnswer.Window> windows() {
        return windows;
    }

    /// It was refused by another limit: nothing of it counts.
    synchronized void putBack() {
        takes.forEach(take -> take.taken().giveBack(take.check().amount()));
        takes.clear();
    }

    synchronized Permit permit() {
        return new Permit(RateHeaders.of(windows), this::end);
    }

    private synchronized void end(long actual) {
        for (Take take : takes) {
            end(take, actual);
        }
        if (!asked.isEmpty()) {
            endAsked(actual);
        }
    }

    private void end(Take take, long actual) {
        Check check = take.check();
        if (take.taken().isSlot()) {
            take.taken().giveBack(1);
        } else if (check.dimension() == Dimension.TPM) {
            if (actual <= check.amount()) {
                take.taken().giveBack(check.amount() - actual);
            } else {
                reports.add(new Correction(requestId, check.amount(), actual, List.of(check.subject()), List.of()));
            }
        }
    }

    /// One correction for all windows that were charged the same, with what ends.
    private void endAsked(long actual) {
        List<Subject> release = asked.stream()
                .filter(check -> check.dimension() == Dimension.CONCURRENCY)
                .map(Check::subject)
                .filter(subject -> holds.end(requestId, subject))
                .toList();
        Map<Long, List<Subject>> byCharge = asked.stream()
                .filter(check -> check.dimension() == Dimension.TPM && check.amount() != actual)
                .collect(Collectors.groupingBy(
                        Check::amount, Collectors.mapping(Check::subject, Collectors.toUnmodifiableList())));
        for (Map.Entry<Long, List<Subject>> one : byCharge.entrySet()) {
            reports.add(new Correction(requestId, one.getKey(), actual, one.getValue(), release));
            release = List.of();
        }
        if (!release.isEmpty()) {
            reports.add(new Correction(requestId, 0, 0, List.of(), release));
        }
    }
}
