package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.relay.AnswerGuard;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.relay.Gate;
import dev.tollgate.edge.relay.RelayHooks;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// The hooks of a request that probes a deployment: the first text that is handed on is the verdict.
final class ProbingHooks implements RelayHooks {
    private final RelayHooks hooks;
    private final Runnable well;
    private boolean told;

    ProbingHooks(RelayHooks hooks, Runnable well) {
        this.hooks = hooks;
        this.well = well;
    }

    @Override
    public Future<Clearance> beforeUpstreamWrite(Target target, int attempt) {
        return hooks.beforeUpstreamWrite(target, attempt);
    }

    @Override
    public Gate mayDeliver(long outputTokens) {
        return hooks.mayDeliver(outputTokens);
    }

    @Override
    public long paidFor() {
        return hooks.paidFor();
    }

    @Override
    public void delivered(long outputTokens) {
        if (!told) {
            told = true;
            well.run();
        }
        hooks.delivered(outputTokens);
    }

    @Override
    public Quantities sent() {
        return hooks.sent();
    }

    @Override
    public @Nullable AnswerGuard guard() {
        return hooks.guard();
    }

    @Override
    public void answered(String contentType, Buffer answer) {
        hooks.answered(contentType, answer);
    }

    @Override
    public void wrote(Buffer bytes) {
        hooks.wrote(bytes);
    }

    @Override
    public long charged() {
        return hooks.charged();
    }

    @Override
    public Future<Void> ended(AnswerReport report) {
        return hooks.ended(report);
    }
}
