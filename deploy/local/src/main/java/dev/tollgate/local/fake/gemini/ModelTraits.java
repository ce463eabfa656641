package dev.tollgate.local.fake.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the rules must know of a model, told by its name. A name that tells nothing is taken for Gemini 2.5 Flash.
///
/// @param generation the major version: 3 for `gemini-3.1-pro-preview`
/// @param thinks whether it takes a thinking configuration
/// @param budgetMin least thinking budget, when it cannot be 0
record ModelTraits(
        int generation, boolean thinks, boolean embeds, boolean canStopThinking, int budgetMin, int budgetMax) {

    private static final Pattern VERSION = Pattern.compile("gemini-(\\d+)(?:\\.(\\d+))?.*");
    private static final int FLASH_MAX = 24_576;
    private static final int PRO_MAX = 32_768;

    static ModelTraits of(String model) {
        Matcher version = VERSION.matcher(model);
        boolean known = version.matches();
        int major = known ? Integer.parseInt(version.group(1)) : 2;
        int minor = known && version.group(2) != null ? Integer.parseInt(version.group(2)) : 0;
        boolean thinks = !known || major > 2 || (major == 2 && minor >= 5);
        boolean pro = model.contains("-pro");
        int least = pro ? 128 : model.contains("-lite") ? 512 : 1;
        boolean embeds = model.contains("embedding");
        return new ModelTraits(major, thinks && !embeds, embeds, !pro && major < 3, least, pro ? PRO_MAX : FLASH_MAX);
    }

    boolean signsThoughts() {
        return generation >= 3;
    }

    /// Models before the third refuse a JSON answer beside tools.
    boolean takesJsonWithTools() {
        return generation >= 3;
    }

    boolean takesLevel() {
        return generation >= 3;
    }
}
