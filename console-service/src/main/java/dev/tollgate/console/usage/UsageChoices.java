package dev.tollgate.console.usage;

import dev.tollgate.console.insight.Period;
import dev.tollgate.console.insight.TopResource;
import dev.tollgate.console.keys.KeyNames;
import dev.tollgate.console.peers.UsageQuery;
import dev.tollgate.contract.billing.v1.UsageTop;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What pages about an account's usage offer to choose among.
@ApplicationScoped
public class UsageChoices {
    private static final String MANY = "100";

    private final TopResource tops;
    private final KeyNames keyNames;
    private final Clock clock = Clock.systemUTC();

    @Inject
    UsageChoices(TopResource tops, KeyNames keyNames) {
        this.tops = tops;
        this.keyNames = keyNames;
    }

    /// @param models that were used in the last thirty days
    /// @param keys names by id
    public record Some(List<String> models, Map<String, String> keys) {
        /// A choice that an address brings is offered even if it is none of these.
        public boolean lacks(@Nullable String model) {
            return model != null && !models.contains(model);
        }

        /// The same of keys.
        public boolean lacksKey(@Nullable String key) {
            return key != null && !keys.containsKey(key);
        }
    }

    public Uni<Some> of(@Nullable String account) {
        if (account == null) {
            return Uni.createFrom().item(new Some(List.of(), Map.of()));
        }
        String from = Long.toString(Period.MONTH.from(clock.instant()).getEpochSecond());
        return Uni.combine()
                .all()
                .unis(
                        tops.top(new UsageQuery(account, null, null, from, null), "model", "requests", MANY),
                        keyNames.of(account))
                .with((top, names) -> new Some(
                        top.rows().stream().map(UsageTop.Row::id).sorted().toList(), names));
    }
}
