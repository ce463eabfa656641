package dev.tollgate.edge.images;

import dev.tollgate.contract.routing.v1.Catalogue.Media;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many thousandths of a standard image a picture counts, by its size and quality (the catalogue's `image_sizes`).
final class ImageSizes {
    private static final String AUTO = "auto";
    /// What providers take where nothing is asked for.
    private static final String USUAL_SIZE = "1024x1024";

    private static final String USUAL_QUALITY = "standard";
    private static final long STANDARD = 1_000;

    private ImageSizes() {}

    /// The most that one picture can count which is asked for so: what is left to the provider may turn out the
    /// dearest.
    static long most(Media media, @Nullable String size, @Nullable String quality) {
        Map<String, Long> sizes = media.imageSizes();
        if (size == null || size.equals(AUTO)) {
            return dearest(sizes, "");
        }
        Long named = quality == null || quality.equals(AUTO) ? null : named(sizes, size, quality);
        if (named != null) {
            return named;
        }
        return of(sizes, size) ? dearest(sizes, size) : dearest(sizes, "");
    }

    /// What one picture counts that came.
    ///
    /// @param size as it was told, else as it was asked for
    /// @param quality the same
    static long one(Media media, @Nullable String size, @Nullable String quality) {
        Map<String, Long> sizes = media.imageSizes();
        if (AUTO.equals(size)) {
            return dearest(sizes, "");
        }
        String drawn = size == null ? USUAL_SIZE : size;
        Long named = AUTO.equals(quality) ? null : named(sizes, drawn, quality == null ? USUAL_QUALITY : quality);
        if (named != null) {
            return named;
        }
        return of(sizes, drawn) ? dearest(sizes, drawn) : dearest(sizes, "");
    }

    private static @Nullable Long named(Map<String, Long> sizes, String size, String quality) {
        Long exact = sizes.get(size + "/" + quality);
        return exact == null ? sizes.get(size) : exact;
    }

    private static boolean of(Map<String, Long> sizes, String size) {
        return sizes.keySet().stream().anyMatch(name -> isOf(name, size));
    }

    private static boolean isOf(String name, String size) {
        return size.isEmpty() || name.equals(size) || name.startsWith(size + "/");
    }

    private static long dearest(Map<String, Long> sizes, String size) {
        return sizes.entrySet().stream()
                .filter(entry -> isOf(entry.getKey(), size))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(STANDARD);
    }
}
