package dev.tollgate.local.fake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a model's name scripts. For a fake's model `demo` these names exist too: `demo-20ms` (pace), `demo-100w`
/// (words), `demo-20ms-100w`; and each fake answers to the names of the [Fault]s.
///
/// @param paceMillis pause before each piece of a stream; a plain answer takes the sum
/// @param words length of the answer, or 0 for what the fake says of itself
/// @param fault null for none
public record Script(long paceMillis, int words, @Nullable Fault fault) {

    private static final Pattern PACED = Pattern.compile("(?:-(\\d{1,5})ms)?(?:-(\\d{1,6})w)?");
    private static final Script PLAIN = new Script(0, 0, null);
    private static final int FAULT_WORDS = 20;
    private static final long FAULT_PACE_MILLIS = 5;

    /// @param base the plain model's name, such as `demo` or `claude-demo`
    /// @return empty when the name is neither the model's nor a fault's
    public static Optional<Script> named(String base, String name) {
        Optional<Fault> fault = Fault.named(name);
        if (fault.isPresent()) {
            return Optional.of(new Script(FAULT_PACE_MILLIS, FAULT_WORDS, fault.get()));
        }
        if (!name.startsWith(base)) {
            return Optional.empty();
        }
        Matcher matcher = PACED.matcher(name.substring(base.length()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long pace = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        int words = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return Optional.of(new Script(pace, words, null));
    }

    /// What any other name gets where a fake stands in for the real provider.
    public static Script plain() {
        return PLAIN;
    }

    public boolean has(Fault wanted) {
        return fault == wanted;
    }
}
