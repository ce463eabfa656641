package dev.tollgate.routing.catalogue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// How long a match of an expression can be: what is looked for in a stream is held back that long, so that it must
/// be bounded. In UTF-16 characters; where it cannot be told without knowing Unicode, the larger number.
final class ExpressionWidth {
    static final int MOST = 256;

    private static final int LONGEST = 512;
    private static final String UNBOUNDED =
            "must bound its repetitions: write {1,20}, not + or *, as a stream cannot be held for ever";
    private static final String EMPTY = "must not match nothing";

    /// What came of it.
    sealed interface Outcome {}

    record Bounded(int most) implements Outcome {}

    record Unusable(String why) implements Outcome {}

    /// Least and most characters.
    private record Span(int least, int most) {
        static final Span NOTHING = new Span(0, 0);

        Span then(Span other) {
            return new Span(Math.min(LONGEST, least + other.least), most + other.most);
        }

        Span or(Span other) {
            return new Span(Math.min(least, other.least), Math.max(most, other.most));
        }

        Span times(int from, int to) {
            // Nothing comes near what an int can hold: RE2 takes no more than 1,000 repetitions in all.
            return new Span(Math.min(LONGEST, least * from), (int) Math.min(1 << 20, (long) most * to));
        }
    }

    private final String text;
    private int at;

    private ExpressionWidth(String text) {
        this.text = text;
    }

    static Outcome of(String expression) {
        if (expression.length() > LONGEST) {
            return new Unusable("is longer than " + LONGEST + " characters");
        }
        try {
            Pattern.compile(expression);
            Span span = new ExpressionWidth(expression).alternatives();
            if (span.least() == 0) {
                return new Unusable(EMPTY);
            }
            return span.most() > MOST
                    ? new Unusable("can match " + span.most() + " characters; at most " + MOST + " are held back")
                    : new Bounded(span.most());
        } catch (PatternSyntaxException e) {
            return new Unusable("is no expression of RE2: " + e.getDescription());
        } catch (IllegalArgumentException e) {
            return new Unusable(String.valueOf(e.getMessage()));
        }
    }

    /// Up to a closing parenthesis, or the end.
    private Span alternatives() {
        Span span = sequence();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            span = span.or(sequence());
        }
        return span;
    }

    private Span sequence() {
        Span span = Span.NOTHING;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            span = span.then(repeated(one()));
        }
        return span;
    }

    private Span repeated(Span one) {
        Span span = one;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '*' || c == '+') {
                throw new IllegalArgumentException(UNBOUNDED);
            } else if (c == '?') {
                at++;
                span = span.times(0, 1);
            } else if (c == '{' && isCount()) {
                span = counted(span);
            } else {
                return span;
            }
        }
        return span;
    }

    /// A brace that is no count stands for itself.
    private boolean isCount() {
        int close = text.indexOf('}', at);
        return close > 0 && text.substring(at + 1, close).matches("[0-9]{1,4}(,[0-9]{0,4})?");
    }

    private Span counted(Span span) {
        int close = text.indexOf('}', at);
        String[] bounds = text.substring(at + 1, close).split(",", -1);
        at = close + 1;
        int from = Integer.parseInt(bounds[0]);
        if (bounds.length == 2 && bounds[1].isEmpty()) {
            throw new IllegalArgumentException(UNBOUNDED);
        }
        return span.times(from, bounds.length == 1 ? from : Integer.parseInt(bounds[1]));
    }

    private Span one() {
        char c = text.charAt(at);
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '\\' -> escape();
            case '^', '$' -> {
                at++;
                yield Span.NOTHING;
            }
            case '.' -> {
                at++;
                yield new Span(1, 2);
            }
            default -> {
                at++;
                yield new Span(1, 1);
            }
        };
    }

    /// RE2 has no look-around: what stands behind `(?` are flags, with or without a group, or a name.
    private Span group() {
        at++;
        if (text.startsWith("?", at)) {
            int name = text.indexOf('>', at);
            if (text.startsWith("?P<", at) || text.startsWith("?<", at)) {
                at = name + 1;
            } else {
                while (text.charAt(at) != ':' && text.charAt(at) != ')') {
                    at++;
                }
                if (text.charAt(at++) == ')') {
                    return Span.NOTHING;
                }
            }
        }
        Span span = alternatives();
        at++;
        return span;
    }

    /// One character, of which it is not known whether UTF-16 writes it as two.
    private Span set() {
        int first = ++at;
        at += text.startsWith("^", at) ? 1 : 0;
        at += text.startsWith("]", at) ? 1 : 0;
        while (text.charAt(at) != ']') {
            if (text.startsWith("[:", at)) {
                at = text.indexOf(":]", at) + 2;
            } else {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at++;
        return new Span(1, isPlain(text.substring(first, at - 1)) ? 1 : 2);
    }

    private static boolean isPlain(String members) {
        return !members.startsWith("^") && members.chars().allMatch(c -> c < 0x80 && c != '\\' && c != '[');
    }

    private Span escape() {
        char c = text.charAt(at + 1);
        at += 2;
        return switch (c) {
            case 'b', 'B', 'A', 'z' -> Span.NOTHING;
            case 'Q' -> literal();
            case 'x' -> {
                boolean braced = text.startsWith("{", at);
                at = braced ? text.indexOf('}', at) + 1 : at + 2;
                yield new Span(1, braced ? 2 : 1);
            }
            case 'p', 'P' -> {
                at = text.startsWith("{", at) ? text.indexOf('}', at) + 1 : at + 1;
                yield new Span(1, 2);
            }
            case 'D', 'S', 'W', 'C' -> new Span(1, 2);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
            default -> new Span(1, 1);
        };
    }

    /// Up to three digits in all.
    private Span octal() {
        int end = at + 2;
        while (at < end && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            at++;
        }
        return new Span(1, 1);
    }

    private Span literal() {
        int close = text.indexOf("\\E", at);
        int end = close < 0 ? text.length() : close;
        int length = end - at;
        at = close < 0 ? end : close + 2;
        return new Span(length, length);
    }
}
