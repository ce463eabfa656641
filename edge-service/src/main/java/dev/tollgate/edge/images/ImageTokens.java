package dev.tollgate.edge.images;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many output tokens a picture takes where pictures are paid by tokens. The first models of that kind take these;
/// later ones up to twice as many at the same size and quality, and other numbers at other sizes.
final class ImageTokens {
    /// By size: low, medium, high.
    private static final Map<String, long[]> TABLE = Map.of(
            "1024x1024", new long[] {272, 1_056, 4_160},
            "1024x1536", new long[] {408, 1_584, 6_240},
            "1536x1024", new long[] {400, 1_568, 6_208});

    private static final long[] NOT_NAMED = {408, 1_584, 6_240};
    private static final int MARGIN = 2;
    private static final long PARTIAL = 100;

    private ImageTokens() {}

    /// The most that one picture takes, drafts aside.
    ///
    /// @param modelBound of one answer of the model
    static long most(@Nullable String size, @Nullable String quality, long modelBound) {
        long[] row = size == null ? null : TABLE.get(size);
        int column = quality == null ? -1 : column(quality);
        return row == null || column < 0 ? modelBound : Math.min(modelBound, MARGIN * row[column]);
    }

    static long ofPartials(long count) {
        return PARTIAL * count;
    }

    /// What one picture likely took.
    static long likely(@Nullable String size, @Nullable String quality) {
        int column = quality == null ? -1 : column(quality);
        return TABLE.getOrDefault(size == null ? "" : size, NOT_NAMED)[column < 0 ? 1 : column];
    }

    private static int column(String quality) {
        return switch (quality) {
            case "low" -> 0;
            case "medium" -> 1;
            case "high" -> 2;
            default -> -1;
        };
    }
}
