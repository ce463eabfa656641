package dev.tollgate.edge.metering;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of OpenAI's encodings: the published pattern by which a text falls into pieces, and the vocabulary that says
/// which bytes of a piece make a token.
final class TokenEncoding {
    /// Where jtokkit's jar has the vocabularies as they are published.
    private static final String FOLDER = "com/knuddels/jtokkit/";

    private static final String CONTRACTION = "'(?i:[sdmt]|ll|ve|re)";
    private static final String LEAD = "[^\\r\\n\\p{L}\\p{N}]?";
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String DIGITS = "\\p{N}{1,3}";
    private static final String SIGNS = " ?[^\\s\\p{L}\\p{N}]+";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String O200K_PIECES = String.join(
            "|",
            LEAD + UPPER + "*" + LOWER + "+(?:" + CONTRACTION + ")?",
            LEAD + UPPER + "+" + LOWER + "*(?:" + CONTRACTION + ")?",
            DIGITS,
            SIGNS + "[\\r\\n/]*",
            SPACES);

    private static final String CL100K_PIECES =
            String.join("|", CONTRACTION, LEAD + "\\p{L}+", DIGITS, SIGNS + "[\\r\\n]*", SPACES);

    private final Pattern pieces;
    private final Vocabulary vocabulary;

    private TokenEncoding(String pieces, Vocabulary vocabulary) {
        this.pieces = Pattern.compile(pieces, Pattern.UNICODE_CHARACTER_CLASS);
        this.vocabulary = vocabulary;
    }

    static TokenEncoding o200kBase() {
        return new TokenEncoding(O200K_PIECES, vocabulary("o200k_base.tiktoken", 199_998));
    }

    static TokenEncoding cl100kBase() {
        return new TokenEncoding(CL100K_PIECES, vocabulary("cl100k_base.tiktoken", 100_256));
    }

    private static Vocabulary vocabulary(String name, int tokens) {
        try (InputStream in = TokenEncoding.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new FileNotFoundException(FOLDER + name);
            }
            return VocabularyReader.read(in, tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many tokens a text comes to; what looks like a special token is text.
    long count(String text) {
        BytePairs pairs = new BytePairs(vocabulary);
        Matcher piece = pieces.matcher(text);
        long tokens = 0;
        while (piece.find()) {
            tokens += pairs.count(text, piece.start(), piece.end());
        }
        return tokens;
    }
}
