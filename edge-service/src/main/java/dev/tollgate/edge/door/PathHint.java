package dev.tollgate.edge.door;

import java.util.List;

/// What a caller probably meant by a path that is not there: the prefix twice, another gateway's prefix, or a slip of
/// the pen.
final class PathHint {
    private static final int SLIPS_MAX = 3;
    private static final int LONGEST = 64;
    private static final List<String> PREFIXES = List.of("/v1/v1", "/openai/v1", "/api/v1", "/api", "/openai");

    private PathHint() {}

    /// A sentence with a space before it, or nothing.
    static String of(String path, List<PublicRoute> routes) {
        for (String prefix : PREFIXES) {
            if (path.startsWith(prefix + "/") && isServed(path.substring(prefix.length()), routes)) {
                return " Did you mean /v1" + path.substring(prefix.length())
                        + "? The base URL of this gateway ends with /v1, once.";
            }
        }
        String below = path.startsWith("/v1/") ? path.substring(3) : path;
        if (below.length() > LONGEST) {
            return "";
        }
        String best = "";
        int least = SLIPS_MAX + 1;
        for (PublicRoute route : routes) {
            int slips = route.isPattern() ? least : distance(below, route.path());
            if (slips < least) {
                least = slips;
                best = " Did you mean " + route.methods().getFirst() + " /v1" + route.path() + "?";
            }
        }
        return best;
    }

    private static boolean isServed(String path, List<PublicRoute> routes) {
        return routes.stream().anyMatch(route -> route.takes(path));
    }

    /// Letters to be added, dropped or changed (Levenshtein).
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
