package dev.tollgate.console.profile;

import io.nayuki.qrcodegen.QrCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An authenticator that is being set up, by the URI alone: a form carries it, so that it can be shown again after a
/// wrong code.
///
/// @param uri `otpauth://totp/…`
public record Enrolment(String uri) {
    private static final Pattern URI = Pattern.compile("otpauth://totp/[\\x21-\\x7e]{1,400}");
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([^&]+)");
    private static final int QUIET = 4;

    /// @throws IllegalArgumentException when the URI is none of an authenticator
    public Enrolment {
        if (!URI.matcher(uri).matches()) {
            throw new IllegalArgumentException("not the URI of an authenticator");
        }
    }

    static boolean isUri(String text) {
        return URI.matcher(text).matches();
    }

    /// The secret as it is typed by hand, in groups of four.
    public String secret() {
        Matcher found = SECRET.matcher(uri);
        String secret = found.find() ? URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) : "";
        return secret.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /// How many squares wide the picture is, with the margin that cameras want.
    public int size() {
        return code().size + 2 * QUIET;
    }

    /// The dark squares, as the path of an SVG: it needs neither script nor style.
    public String path() {
        QrCode code = code();
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    private QrCode code() {
        return QrCode.encodeText(uri, QrCode.Ecc.MEDIUM);
    }

    @Override
    public String toString() {
        return "Enrolment[]";
    }
}
