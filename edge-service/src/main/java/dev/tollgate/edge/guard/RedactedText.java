package dev.tollgate.edge.guard;

import dev.tollgate.edge.guard.Finder.Match;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One text on its way, redacted as it comes: what might yet turn out to be part of a match is held back, and no more.
final class RedactedText {
    private final Redactor redactor;
    private final Redactor.Tally tally;
    private final @Nullable Match[] next;
    /// What is held back, behind one character that has gone, for those expressions that look at it.
    private String held = "";
    private int start;

    RedactedText(Redactor redactor, Redactor.Tally tally) {
        this.redactor = redactor;
        this.tally = tally;
        this.next = new Match[redactor.finders().size()];
    }

    /// @return what can be told now
    String add(String more) {
        held += more;
        int decided = held.length();
        for (Finder finder : redactor.finders()) {
            decided = Math.min(decided, finder.decided(held, start));
        }
        return told(wholeCharacters(decided), decided);
    }

    /// @return what was held back
    String end() {
        String rest = told(held.length(), held.length());
        held = "";
        start = 0;
        return rest;
    }

    /// @param upTo what is told at least
    /// @param decided matches that begin before it are certain
    private String told(int upTo, int decided) {
        StringBuilder told = new StringBuilder();
        look(start, false);
        int at = start;
        for (Match match = first(decided); match != null; match = first(decided)) {
            Finder finder = redactor.finders().get(Arrays.asList(next).indexOf(match));
            tally.replaced(finder.name());
            told.append(held, at, match.start()).append(redactor.inPlaceOf(finder));
            at = match.end();
            look(at, true);
        }
        int to = Math.max(at, upTo);
        told.append(held, at, to);
        keepFrom(to);
        return told.toString();
    }

    /// @param onlyOvertaken what lies before `from` is looked for again
    private void look(int from, boolean onlyOvertaken) {
        for (int i = 0; i < next.length; i++) {
            Match before = next[i];
            if (!onlyOvertaken || (before != null && before.start() < from)) {
                next[i] = redactor.finders().get(i).next(held, from);
            }
        }
    }

    /// Of the matches that begin before this, the first, and of those that begin there the longest; null for none.
    private @Nullable Match first(int before) {
        Match best = null;
        for (Match match : next) {
            if (match != null && match.start() < before && (best == null || isBetter(match, best))) {
                best = match;
            }
        }
        return best;
    }

    private static boolean isBetter(Match match, Match other) {
        return match.start() < other.start() || (match.start() == other.start() && match.end() > other.end());
    }

    /// Not between the two halves of a character, of which the second may be yet to come.
    private int wholeCharacters(int at) {
        return at > start && Character.isHighSurrogate(held.charAt(at - 1)) ? at - 1 : at;
    }

    private void keepFrom(int at) {
        int from = at == 0 ? 0 : at - 1;
        start = at - from;
        held = held.substring(from);
    }
}
