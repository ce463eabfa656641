package dev.tollgate.auth.workload;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A name of Kubernetes', or a pattern of names: `*` stands for any run of characters, none included.
final class Glob {
    private static final Pattern FORM = Pattern.compile("[a-z0-9.*-]{1,253}");

    private final String text;
    private final Pattern pattern;

    private Glob(String text) {
        this.text = text;
        this.pattern = Pattern.compile(
                Arrays.stream(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining("[a-z0-9.-]*")));
    }

    static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    static Glob of(String text) {
        return new Glob(text);
    }

    boolean fits(String name) {
        return pattern.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
