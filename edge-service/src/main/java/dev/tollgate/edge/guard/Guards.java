package dev.tollgate.edge.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import dev.tollgate.edge.catalogue.EdgeMasterKeys;
import dev.tollgate.edge.guard.Guard.Step;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The guardrails of groups, made ready when a request first needs them.
@Singleton
public class Guards {
    /// More than a catalogue has groups with guardrails, as a rule.
    private static final int KEPT_MAX = 1_024;

    private final Passage passage;
    private final MasterKeys keys;
    private final Cache<Guardrails, Guard> ready =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    Guards(Passage passage, EdgeMasterKeys keys) {
        this.passage = passage;
        this.keys = keys.keys();
    }

    /// Those of one request.
    public GuardedCall of(Guardrails guardrails, Facts facts) {
        return new GuardedCall(ready.get(guardrails, this::compile), facts, passage);
    }

    private Guard compile(Guardrails guardrails) {
        return new Guard(steps(guardrails.before()), steps(guardrails.after()));
    }

    private List<Step> steps(List<Guardrail> guardrails) {
        return guardrails.stream().map(this::step).toList();
    }

    private Step step(Guardrail guardrail) {
        Guardrails.Hook hook = guardrail.hook();
        Guardrails.Redaction redaction = guardrail.redaction();
        if (hook != null) {
            String secret = opened(hook.secret(), "guardrail:" + guardrail.id());
            return new Guard.Asks(
                    guardrail.id(), new Hook(hook.url(), hook.timeoutMillis(), hook.closed(), hook.signed(), secret));
        }
        if (redaction != null) {
            try {
                return new Guard.Redacts(guardrail.id(), Redactor.of(redaction));
            } catch (IllegalArgumentException e) {
                return new Guard.Unknown(guardrail.id());
            }
        }
        return new Guard.Unknown(guardrail.id());
    }

    private @Nullable String opened(@Nullable SealedCredential secret, String owner) {
        try {
            return secret == null ? null : keys.open(secret, owner);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
