package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Probe;
import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.Rollout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads how a deployment is tried before it is trusted, and how its health is asked for.
final class RolloutReader {
    static final String CANARY = "canary";
    static final String SHADOW = "shadow";
    static final String PROBE = "probe";
    static final Set<String> KEYS = Set.of(CANARY, SHADOW, PROBE);

    private static final Set<String> CANARY_KEYS = Set.of("steps", "every", "max_error_rate", "min_requests");
    private static final Set<String> SHADOW_KEYS = Set.of("share");
    private static final Set<String> PROBE_KEYS = Set.of("interval", "timeout", "path");
    private static final List<Integer> STEPS = List.of(1, 5, 25, 50, 100);
    private static final int STEPS_MOST = 20;
    private static final Pattern PERCENT = Pattern.compile("[1-9][0-9]?|100");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]{0,127}");
    private static final int PER_PERCENT = 100;
    private static final int PERCENT_PLACES = 2;
    private static final int WHOLE = 10_000;
    /// No catalogue is published more often than that for one canary.
    private static final long EVERY_LEAST = 10_000;
    private static final long EVERY = 600_000;
    private static final long REQUESTS_MOST = 1_000_000;
    private static final long REQUESTS = 50;
    private static final int ERRORS = 200;
    private static final long INTERVAL_LEAST = 1_000;
    private static final long INTERVAL = 30_000;
    private static final long TIMEOUT = 5_000;
    private static final String CHAT = "chat";

    private RolloutReader() {}

    /// @param capabilities of the model, as far as they are known
    static Rollout read(Section section, Collection<String> capabilities) {
        Canary canary = canary(section.section(CANARY, CANARY_KEYS));
        int shadow = shadow(section.section(SHADOW, SHADOW_KEYS));
        if (canary != null && shadow > 0) {
            section.problem(SHADOW, "goes with no canary: a shadow is sent copies, a canary requests");
        }
        return new Rollout(canary, shadow, probe(section.section(PROBE, PROBE_KEYS), capabilities));
    }

    /// A model has one canary at most.
    static void check(Section section, DeploymentEntry entry, Collection<DeploymentEntry> before) {
        if (entry.rollout().canary() != null) {
            before.stream()
                    .filter(other -> other.model().equals(entry.model())
                            && other.rollout().canary() != null)
                    .findFirst()
                    .ifPresent(other ->
                            section.problem(CANARY, "is one too many: \"" + other.id() + "\" is the model's canary"));
        }
    }

    private static @Nullable Canary canary(@Nullable Section section) {
        if (section == null) {
            return null;
        }
        long every = Forms.millis(section, "every", EVERY);
        if (every < EVERY_LEAST) {
            section.problem("every", "must be at least 10s");
        }
        return new Canary(
                steps(section),
                every,
                percent(section, "max_error_rate", ERRORS),
                section.whole("min_requests", 1, REQUESTS_MOST, REQUESTS));
    }

    private static List<Integer> steps(Section section) {
        if (!section.has("steps")) {
            return STEPS;
        }
        List<Integer> steps = new ArrayList<>();
        for (Section.Item item : section.scalars("steps")) {
            if (!PERCENT.matcher(item.value()).matches()) {
                section.problem(item, "must be a whole percentage from 1 to 100");
            } else if (!steps.isEmpty() && Integer.parseInt(item.value()) <= steps.getLast()) {
                section.problem(item, "must be more than the step before");
            } else {
                steps.add(Integer.parseInt(item.value()));
            }
        }
        if (steps.isEmpty() || steps.size() > STEPS_MOST) {
            section.problem("steps", "must be 1 to " + STEPS_MOST + " percentages");
            return STEPS;
        }
        return steps;
    }

    private static int shadow(@Nullable Section section) {
        if (section == null) {
            return 0;
        }
        int share = percent(section, "share", 0);
        if (share == 0) {
            section.problem("share", "must be more than 0 percent, and at most 100");
        }
        return share;
    }

    private static @Nullable Probe probe(@Nullable Section section, Collection<String> capabilities) {
        if (section == null) {
            return null;
        }
        long interval = Forms.millis(section, "interval", INTERVAL);
        if (interval < INTERVAL_LEAST) {
            section.problem("interval", "must be at least 1s");
        }
        String path = section.optionalText("path", PATH, "a path such as /models");
        if (!section.has("path") && !capabilities.isEmpty() && !capabilities.contains(CHAT)) {
            section.problem(
                    "path", "is missing: without one, a chat of one token is asked for, and the model has none");
        }
        return new Probe(interval, Forms.millis(section, "timeout", TIMEOUT), path);
    }

    /// In hundredths of a percent.
    private static int percent(Section section, String key, int preset) {
        BigDecimal percent = Forms.decimal(section, key, PERCENT_PLACES);
        if (percent == null) {
            return preset;
        }
        int share = percent.multiply(BigDecimal.valueOf(PER_PERCENT))
                .min(BigDecimal.valueOf(WHOLE + 1L))
                .intValueExact();
        if (share > WHOLE) {
            section.problem(key, "must be at most 100 percent");
        }
        return share;
    }
}
