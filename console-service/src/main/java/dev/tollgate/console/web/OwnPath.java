package dev.tollgate.console.web;

import org.jspecify.annotations.Nullable;

/// Where a person is sent on to: only ever a page of ours.
public final class OwnPath {
    private static final int MAX = 1_000;

    private OwnPath() {}

    /// The path and query, or `/` when it may lead elsewhere, or to what is no page.
    public static String of(@Nullable String next) {
        if (next == null) {
            return "/";
        }
        boolean isOurs = next.length() <= MAX
                && next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
                && !next.startsWith("/api/")
                && !next.startsWith("/logout")
                && !next.startsWith("/login");
        return isOurs ? next : "/";
    }
}
