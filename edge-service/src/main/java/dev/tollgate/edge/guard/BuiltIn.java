package dev.tollgate.edge.guard;

import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.function.IntPredicate;

/// What can be looked for by its name. Digits that fail their own checksum are left alone: an order's number is no
/// card's.
enum BuiltIn {
    /// Of ASCII letters, as nearly all are.
    EMAIL(
            "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,3}\\.[A-Za-z]{2,24}",
            345, c -> isWord(c) || "._%+-@".indexOf(c) >= 0, Finder.Judge.TAKES_ALL),
    /// 13 to 19 digits, by Luhn's checksum.
    CREDIT_CARD("[2-6](?:[ -]?[0-9]){12,18}", 37, c -> isDigit(c) || c == ' ' || c == '-', BuiltIn::card),
    /// Of any country, by its checksum.
    IBAN(
            "[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}",
            64, c -> isDigit(c) || (c >= 'A' && c <= 'Z') || c == ' ', BuiltIn::account),
    /// With a country's code, or as North America writes them.
    PHONE(
            "\\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}|\\(?[2-9][0-9]{2}\\)?[ .-]{1,2}[0-9]{3}[ .-][0-9]{4}",
            44, c -> isDigit(c) || "+ ().-".indexOf(c) >= 0, BuiltIn::alone),
    IPV4("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}", 16, c -> isDigit(c) || c == '.', BuiltIn::address),
    US_SSN("[0-9]{3}-[0-9]{2}-[0-9]{4}", 11, c -> isDigit(c) || c == '-', BuiltIn::socialSecurity),
    /// Of providers and code hosts whose keys have a form of their own.
    API_KEY(
            "(?:[prs]k[-_][A-Za-z0-9_-]{16,240}|gh[oprsu]_[A-Za-z0-9]{36,240}|github_pat_[A-Za-z0-9_]{22,200}"
                    + "|glpat-[A-Za-z0-9_-]{20,200}|xox[abeprs]-[A-Za-z0-9-]{10,240}|AIza[A-Za-z0-9_-]{35}"
                    + "|A[KS]IA[A-Z0-9]{16})",
            250,
            c -> isWord(c) || c == '_' || c == '-',
            (text, start, end) -> isWord(at(text, start - 1)) ? -1 : end);

    private static final int CARD_LEAST = 13;
    private static final int IBAN_LEAST = 15;
    private static final int IBAN_MODULUS = 97;
    private static final int TEN = 10;

    @SuppressWarnings("ImmutableEnumChecker") // A compiled pattern never changes; RE2/J's does not say so.
    private final Finder finder;

    BuiltIn(String expression, int width, IntPredicate letters, Finder.Judge judge) {
        this.finder = new Finder(name().toLowerCase(Locale.ROOT), Pattern.compile(expression), width, letters, judge);
    }

    Finder finder() {
        return finder;
    }

    /// @throws IllegalArgumentException when there is none of this name
    static Finder named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT)).finder;
    }

    /// The longest run of whole groups whose checksum is right: what stands behind a number may be digits, too.
    private static int card(CharSequence text, int start, int end) {
        if (isDigit(at(text, start - 1))) {
            return -1;
        }
        for (int to = end; to > start; to--) {
            if (isDigit(text.charAt(to - 1)) && !isDigit(at(text, to))) {
                String digits = letters(text, start, to);
                if (digits.length() < CARD_LEAST) {
                    return -1;
                }
                if (luhn(digits)) {
                    return to;
                }
            }
        }
        return -1;
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : 2 * digit;
            sum += counted >= TEN ? counted - 9 : counted;
        }
        return sum % TEN == 0;
    }

    private static int account(CharSequence text, int start, int end) {
        if (isWord(at(text, start - 1))) {
            return -1;
        }
        for (int to = end; to > start; to--) {
            if (isWord(text.charAt(to - 1)) && !isWord(at(text, to))) {
                String letters = letters(text, start, to);
                if (letters.length() < IBAN_LEAST) {
                    return -1;
                }
                if (remainder(letters.substring(4) + letters.substring(0, 4)) == 1) {
                    return to;
                }
            }
        }
        return -1;
    }

    /// Letters count from ten (ISO 7064, MOD 97-10).
    private static int remainder(String letters) {
        int rest = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = Character.digit(letters.charAt(i), 36);
            rest = (value < TEN ? rest * TEN + value : rest * TEN * TEN + value) % IBAN_MODULUS;
        }
        return rest;
    }

    private static int alone(CharSequence text, int start, int end) {
        int before = at(text, start - 1);
        return isWord(before) || before == '+' || isDigit(at(text, end)) ? -1 : end;
    }

    /// No part of a version's number of more than four parts.
    private static int address(CharSequence text, int start, int end) {
        int before = at(text, start - 1);
        boolean more = isDigit(at(text, end)) || (at(text, end) == '.' && isDigit(at(text, end + 1)));
        if (isWord(before) || before == '.' || more) {
            return -1;
        }
        for (String part : text.subSequence(start, end).toString().split("\\.", -1)) {
            if (Integer.parseInt(part) > 255) {
                return -1;
            }
        }
        return end;
    }

    /// None was ever given out with zeros, 666 or 900 and above.
    private static int socialSecurity(CharSequence text, int start, int end) {
        int before = at(text, start - 1);
        int behind = at(text, end);
        if (isWord(before) || before == '-' || isWord(behind) || behind == '-') {
            return -1;
        }
        String number = text.subSequence(start, end).toString();
        boolean never = number.startsWith("000")
                || number.startsWith("666")
                || number.startsWith("9")
                || number.startsWith("00", 4)
                || number.endsWith("0000");
        return never ? -1 : end;
    }

    /// Without what separates them.
    private static String letters(CharSequence text, int from, int to) {
        StringBuilder letters = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            if (isWord(text.charAt(i))) {
                letters.append(text.charAt(i));
            }
        }
        return letters.toString();
    }

    /// The character there, or -1 beyond the text.
    private static int at(CharSequence text, int index) {
        return index < 0 || index >= text.length() ? -1 : text.charAt(index);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
