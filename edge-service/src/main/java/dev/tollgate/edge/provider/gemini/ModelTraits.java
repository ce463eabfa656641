package dev.tollgate.edge.provider.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request has to respect of a model, told by its name: `gemini-2.5-flash-lite`. A name that tells no version
/// is taken for the second generation with thinking, as most are.
///
/// @param generation 3 for `gemini-3.1-pro-preview`
/// @param thinks whether it takes a thinking configuration
/// @param stopsThinking whether thinking can be turned off
/// @param budgetMin least thinking budget in tokens, when there is any thinking
/// @param budgetMax most
record ModelTraits(int generation, boolean thinks, boolean pro, boolean stopsThinking, int budgetMin, int budgetMax) {
    private static final Pattern VERSION = Pattern.compile(".*gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?.*");
    private static final int THINKING_SINCE_MINOR = 5;

    static ModelTraits of(String model) {
        Matcher version = VERSION.matcher(model);
        boolean known = version.matches();
        int major = known ? Integer.parseInt(version.group(1)) : 2;
        int minor = known && version.group(2) != null ? Integer.parseInt(version.group(2)) : 0;
        boolean pro = model.contains("-pro");
        boolean lite = model.contains("-lite");
        return new ModelTraits(
                major,
                !known || major > 2 || (major == 2 && minor >= THINKING_SINCE_MINOR),
                pro,
                !pro && major < 3,
                pro ? 128 : lite ? 512 : 1,
                pro ? 32_768 : 24_576);
    }

    /// Whether effort is said by a level; before, it was a number of tokens.
    boolean thinksByLevel() {
        return generation >= 3;
    }

    /// Whether calls of functions must come back with the signature of the thought behind them.
    boolean signsThoughts() {
        return generation >= 3;
    }

    /// Before the third generation, an answer is either JSON by a schema or may call functions.
    boolean takesJsonWithTools() {
        return generation >= 3;
    }
}
