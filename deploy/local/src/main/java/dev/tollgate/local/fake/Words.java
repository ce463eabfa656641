package dev.tollgate.local.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Text as a model says it: word by word.
public final class Words {

    private static final Pattern BEFORE_WORD = Pattern.compile("(?<=\\S)(?=\\s)");
    private static final List<String> FILLER =
            List.of("and", "so", "the", "demo", "goes", "on", "word", "by", "word", "for", "as", "long", "as", "asked");

    private Words() {}

    /// The words, each with the space before it: joined again they are the text.
    public static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(BEFORE_WORD.split(text));
    }

    /// The text cut or filled up to exactly so many words; as it is when the count is 0.
    public static String padded(String text, int count) {
        if (count == 0) {
            return text;
        }
        List<String> words = new ArrayList<>(split(text));
        IntStream.range(words.size(), count).forEach(i -> words.add(" " + FILLER.get(i % FILLER.size())));
        return String.join("", words.subList(0, count));
    }
}
