package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// One request on its way through its limits: what it took so far, to be kept by its permit or put back.
final class Attempt {
    private final String requestId;
    private final Holds holds;
    private final Reports reports;
    private final List<Take> takes = new ArrayList<>();
    private final List<PermitAnswer.Window> windows = new ArrayList<>();
    private List<Check> asked = List.of();

    Attempt(String requestId, Holds holds, Reports reports) {
        this.requestId = requestId;
        this.holds = holds;
        this.reports = reports;
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
        List<LongConsumer> ends = new ArrayList<>();
        takes.forEach(take -> ends.add(actual -> end(take, actual)));
        if (!asked.isEmpty()) {
            ends.add(this::endAsked);
        }
        return new Permit(RateHeaders.of(windows), ends);
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

    private void endAsked(long actual) {
        List<Check> tokens = asked.stream()
                .filter(check -> check.dimension() == Dimension.TPM && check.amount() != actual)
                .toList();
        for (Check check : tokens) {
            reports.add(new Correction(requestId, check.amount(), actual, List.of(check.subject()), List.of()));
        }
        for (Check check : asked) {
            if (check.dimension() == Dimension.CONCURRENCY) {
                Subject subject = check.subject();
                holds.release(requestId, subject);
            }
        }
    }
}
