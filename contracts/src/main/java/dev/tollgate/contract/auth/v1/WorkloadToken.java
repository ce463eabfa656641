package dev.tollgate.contract.auth.v1;

/// The form of a ServiceAccount's token: a signed JWT in its compact form. No key of ours has it.
public final class WorkloadToken {
    /// Characters; those of Kubernetes have about 1,200.
    public static final int LENGTH_MAX = 8_192;

    /// How a JSON object begins in Base64.
    private static final String PREFIX = "ey";

    private WorkloadToken() {}

    /// Whether the text could be one: three parts in the alphabet of Base64 for addresses. Says nothing about
    /// who signed it.
    public static boolean isWellFormed(String text) {
        if (!text.startsWith(PREFIX) || text.length() > LENGTH_MAX) {
            return false;
        }
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
                if (text.charAt(i - 1) == '.') {
                    return false;
                }
            } else if (!isBase64(c)) {
                return false;
            }
        }
        return dots == 2 && !text.endsWith(".");
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
