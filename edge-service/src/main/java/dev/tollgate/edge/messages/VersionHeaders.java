package dev.tollgate.edge.messages;

import dev.tollgate.edge.json.Invalid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `anthropic-version` and `anthropic-beta` of a request: judged here, as they are passed on.
///
/// @param betas features by name
record VersionHeaders(String version, List<String> betas) {
    static final String VERSION = "anthropic-version";
    static final String BETA = "anthropic-beta";

    /// What SDKs send to this day; a request without one is taken for it.
    static final String USUAL = "2023-06-01";

    /// A longer context is charged by other prices, for which the model must be known to have it.
    private static final String LONG_CONTEXT = "context-1m-";

    private static final long USUAL_WINDOW = 200_000;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern FEATURE = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int BETAS_MAX = 32;

    VersionHeaders {
        betas = List.copyOf(betas);
    }

    /// @param given each line of `anthropic-beta`
    /// @throws Invalid naming the header
    static VersionHeaders of(@Nullable String version, List<String> given) {
        if (version != null && !DATE.matcher(version).matches()) {
            throw Invalid.value(VERSION, "Invalid value for '" + VERSION + "': expected a date such as " + USUAL + ".");
        }
        List<String> betas = given.stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .filter(feature -> !feature.isEmpty())
                .distinct()
                .toList();
        if (betas.size() > BETAS_MAX
                || !betas.stream().allMatch(feature -> FEATURE.matcher(feature).matches())) {
            throw Invalid.value(BETA, "Invalid value for '" + BETA + "': expected names, separated by commas.");
        }
        return new VersionHeaders(version == null ? USUAL : version, betas);
    }

    /// @param contextWindow of the model, in tokens
    Map<String, String> toProvider(long contextWindow) {
        Map<String, String> headers = HashMap.newHashMap(2);
        headers.put(VERSION, version);
        String wanted = String.join(
                ",",
                betas.stream()
                        .filter(beta -> contextWindow > USUAL_WINDOW || !beta.startsWith(LONG_CONTEXT))
                        .toList());
        if (!wanted.isEmpty()) {
            headers.put(BETA, wanted);
        }
        return headers;
    }
}
