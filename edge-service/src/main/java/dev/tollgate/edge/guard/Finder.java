package dev.tollgate.edge.guard;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Looks for one kind of thing in a text.
///
/// @param width most characters of a match
/// @param letters of which matches are made: no match reaches over another character
/// @param judge of what looks like a match
record Finder(String name, Pattern pattern, int width, IntPredicate letters, Judge judge) {
    /// From where to where.
    record Match(int start, int end) {}

    /// Looks at what looks like a match, and at one character before and one behind it.
    interface Judge {
        Judge TAKES_ALL = (text, start, end) -> end;

        /// @return where it ends, which may be sooner than it looked; -1 when it is none
        int end(CharSequence text, int start, int end);
    }

    /// Of an operator's own expression, of which only the width is known.
    static Finder custom(String name, String expression, int width) {
        return new Finder(name, Pattern.compile(expression), width, any -> true, Judge.TAKES_ALL);
    }

    /// The first match that begins at `from` or behind it, or null.
    @Nullable
    Match next(CharSequence text, int from) {
        Matcher matcher = pattern.matcher(text);
        int at = from;
        while (at <= text.length() && matcher.find(at)) {
            int end = judge.end(text, matcher.start(), matcher.end());
            if (end > matcher.start()) {
                return new Match(matcher.start(), end);
            }
            at = matcher.start() + 1;
        }
        return null;
    }

    /// What begins before this is decided, whatever comes behind the text.
    ///
    /// @param from what lies before it is not looked at
    int decided(CharSequence text, int from) {
        int least = Math.max(from, text.length() - width);
        int at = text.length();
        while (at > least && letters.test(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
