package dev.tollgate.local.fake.openai.rerank;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How well a document answers a query, between 0 and 1: the share of the query's words that it has, and a little less
/// the longer it is.
public final class Relevance {

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final double SCALE = 1e6;

    private Relevance() {}

    public static double of(String query, String document) {
        Set<String> wanted = words(query);
        Set<String> given = words(document);
        long found = wanted.stream().filter(given::contains).count();
        double share = wanted.isEmpty() ? 0 : (double) found / wanted.size();
        double exact = share * 0.9 + (given.isEmpty() ? 0 : 0.1 * found / given.size());
        return Math.round(exact * SCALE) / SCALE;
    }

    private static Set<String> words(String text) {
        return Arrays.stream(NO_LETTER.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
