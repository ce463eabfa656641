package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageFrame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Frames as JSON in one array that is used again for each: byte for byte what the service's mapper makes of them,
/// at a fraction of its cost, as every request passes here twice. One thread's own.
final class FrameJson {
    private final JsonBytes json = new JsonBytes();

    /// The last frame begins it; it holds until the next.
    byte[] bytes() {
        return json.bytes();
    }

    /// Bytes of the last frame.
    int length() {
        return json.length();
    }

    void write(UsageFrame frame) {
        json.clear();
        switch (frame) {
            case UsageFrame.Open open -> open(open);
            case UsageFrame.Progress progress -> progress(progress);
            case UsageFrame.Done done -> done(done);
        }
    }

    private void open(UsageFrame.Open open) {
        json.number("{\"kind\":\"open\",\"version\":", open.version());
        subject(open.subject());
        json.number(",\"inputBound\":", open.inputBound());
        prices(open.prices());
        quantities(",\"units\":", open.units());
        json.string(",\"outputClass\":", open.outputClass());
        json.raw('}');
    }

    private void progress(UsageFrame.Progress progress) {
        json.number("{\"kind\":\"progress\",\"version\":", progress.version());
        json.string(",\"requestId\":", progress.requestId());
        json.number(",\"delivered\":", progress.delivered());
        json.raw('}');
    }

    private void done(UsageFrame.Done done) {
        json.number("{\"kind\":\"done\",\"version\":", done.version());
        subject(done.subject());
        quantities(",\"quantities\":", done.quantities());
        quantities(",\"components\":", done.components());
        json.number(",\"charge\":", done.charge());
        quantities(",\"incurred\":", done.incurred());
        json.number(",\"providerCost\":", done.providerCost());
        json.string(",\"outcome\":", done.outcome().name());
        json.flag(",\"estimated\":", done.estimated());
        json.number(",\"status\":", done.status());
        json.string(",\"provider\":", done.provider());
        json.string(",\"deployment\":", done.deployment());
        json.string(",\"upstreamModel\":", done.upstreamModel());
        attempts(done.attempts());
        json.number(",\"firstByteMillis\":", done.firstByteMillis());
        json.number(",\"durationMillis\":", done.durationMillis());
        if (done.cachedPpm() != null) {
            json.number(",\"cachedPpm\":", done.cachedPpm());
        }
        json.raw('}');
    }

    private void subject(UsageFrame.Subject subject) {
        json.string(",\"subject\":{\"requestId\":", subject.requestId());
        json.string(",\"clientRequestId\":", subject.clientRequestId());
        json.string(",\"accountId\":", subject.accountId());
        json.string(",\"keyId\":", subject.keyId());
        limitIds(subject.limitIds());
        json.string(",\"group\":", subject.group());
        json.string(",\"model\":", subject.model());
        json.string(",\"endpoint\":", subject.endpoint());
        json.flag(",\"stream\":", subject.stream());
        json.number(",\"admittedAt\":", subject.admittedAt());
        json.number(",\"priceVersion\":", subject.priceVersion());
        json.number(",\"hold\":", subject.hold());
        json.number(",\"outageHold\":", subject.outageHold());
        json.number(",\"pricesKnownAt\":", subject.pricesKnownAt());
        if (subject.batch() != null) {
            json.flag(",\"batch\":", subject.batch());
        }
        json.raw('}');
    }

    private void limitIds(List<String> ids) {
        json.name(",\"limitIds\":[");
        for (int i = 0; i < ids.size(); i++) {
            json.string(i == 0 ? "" : ",", ids.get(i));
        }
        json.raw(']');
    }

    private void prices(UsageFrame.@Nullable RecoveryPrices prices) {
        json.name(",\"prices\":");
        if (prices == null) {
            json.nothing();
            return;
        }
        json.number("{\"input\":", prices.input());
        json.number(",\"output\":", prices.output());
        quantities(",\"units\":", prices.units());
        json.raw('}');
    }

    private void attempts(List<UsageFrame.Attempt> attempts) {
        json.name(",\"attempts\":[");
        for (int i = 0; i < attempts.size(); i++) {
            UsageFrame.Attempt attempt = attempts.get(i);
            json.string(i == 0 ? "{\"deployment\":" : ",{\"deployment\":", attempt.deployment());
            json.string(",\"result\":", attempt.result());
            json.number(",\"millis\":", attempt.millis());
            incurred(attempt.incurred());
            if (attempt.model() != null) {
                json.string(",\"model\":", attempt.model());
            }
            json.raw('}');
        }
        json.raw(']');
    }

    /// Left out when there is none, unlike everything else.
    private void incurred(UsageFrame.@Nullable Incurred incurred) {
        if (incurred != null) {
            json.string(",\"incurred\":{\"provider\":", incurred.provider());
            json.string(",\"upstreamModel\":", incurred.upstreamModel());
            quantities(",\"quantities\":", incurred.quantities());
            json.raw('}');
        }
    }

    private void quantities(String name, @Nullable Map<String, Long> quantities) {
        json.name(name);
        if (quantities == null) {
            json.nothing();
            return;
        }
        json.raw('{');
        boolean first = true;
        for (Map.Entry<String, Long> quantity : quantities.entrySet()) {
            json.string(first ? "" : ",", quantity.getKey());
            json.number(":", quantity.getValue());
            first = false;
        }
        json.raw('}');
    }
}
