package dev.tollgate.console.docs;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The pages of the documentation, in their order.
public enum Topic {
    QUICK_START,
    AUTHENTICATION,
    ENDPOINTS,
    CHAT,
    MODELS,
    ERRORS,
    RATE_LIMITS,
    BILLING,
    FAQ;

    /// The name in the page's path: `quick-start`.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String path() {
        return this == QUICK_START ? "/docs" : "/docs/" + slug();
    }

    public @Nullable Topic before() {
        return beside(-1);
    }

    public @Nullable Topic after() {
        return beside(1);
    }

    private @Nullable Topic beside(int steps) {
        List<Topic> all = List.of(values());
        int at = all.indexOf(this) + steps;
        return at < 0 || at == all.size() ? null : all.get(at);
    }
}
