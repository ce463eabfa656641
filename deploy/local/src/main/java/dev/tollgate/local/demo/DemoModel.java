package dev.tollgate.local.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a model's name scripts: `demo`, `demo-20ms`, `demo-20ms-100w`, `demo-100w`, `demo-reasoning`, `fault-500`,
/// …
///
/// @param paceMillis pause before each word of a stream; a plain answer takes the sum
/// @param words length of the answer, or 0 for the echo alone
/// @param fault null for none
record DemoModel(
        long paceMillis,
        int words,
        boolean reasoning,
        @Nullable Fault fault) {

    private static final Pattern PACED = Pattern.compile("demo(?:-(\\d{1,5})ms)?(?:-(\\d{1,6})w)?");
    private static final DemoModel PLAIN = new DemoModel(0, 0, false, null);
    private static final int FAULT_WORDS = 20;
    private static final long FAULT_PACE_MILLIS = 5;

    /// @return empty when no such model exists
    static Optional<DemoModel> named(String name) {
        if (name.equals("demo-reasoning")) {
            return Optional.of(new DemoModel(0, 0, true, null));
        }
        Optional<Fault> fault = Fault.named(name);
        if (fault.isPresent()) {
            return Optional.of(new DemoModel(FAULT_PACE_MILLIS, FAULT_WORDS, false, fault.get()));
        }
        Matcher matcher = PACED.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long pace = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        int words = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return Optional.of(new DemoModel(pace, words, false, null));
    }

    /// What any other name gets where the demo stands in for real providers.
    static DemoModel plain() {
        return PLAIN;
    }
}
