package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Media;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads how a model's pictures and recordings are measured.
final class MediaReader {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}");
    private static final String SIZE_NAME = "a width and a height such as 1024x1024";
    private static final Pattern QUALITY = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final String QUALITY_NAME = "a quality: lower-case letters, digits, '_' or '-'";
    private static final int MILLI_PLACES = 3;
    private static final BigDecimal MOST_IMAGES = BigDecimal.valueOf(1_000);
    private static final long MOST_SECONDS = 86_400;
    private static final long MILLIS = 1_000;

    private MediaReader() {}

    static Media read(Section model, Collection<String> capabilities) {
        only(model, "image_sizes", List.of("images", "image_edits", "image_variations"), capabilities);
        only(model, "audio_bound", List.of("transcription", "translation"), capabilities);
        Long seconds = model.optionalWhole("audio_bound", 1, MOST_SECONDS);
        return new Media(sizes(model), seconds == null ? Media.DEFAULT.audioBound() : seconds * MILLIS);
    }

    private static void only(Section model, String key, List<String> wanted, Collection<String> capabilities) {
        if (model.has(key) && wanted.stream().noneMatch(capabilities::contains)) {
            model.problem(key, "is for models with the capability " + String.join(" or ", wanted));
        }
    }

    private static Map<String, Long> sizes(Section model) {
        Section sizes = model.section("image_sizes", SIZE, SIZE_NAME);
        Map<String, Long> found = new LinkedHashMap<>();
        if (sizes == null) {
            return found;
        }
        for (String size : sizes.keys()) {
            Section qualities = sizes.isMapping(size) ? sizes.section(size, QUALITY, QUALITY_NAME) : null;
            if (qualities == null) {
                put(found, size, sizes, size);
            } else {
                qualities.keys().forEach(quality -> put(found, size + "/" + quality, qualities, quality));
            }
        }
        if (found.isEmpty()) {
            model.problem("image_sizes", "names no size");
        }
        return found;
    }

    private static void put(Map<String, Long> found, String name, Section section, String key) {
        BigDecimal images = Forms.decimal(section, key, MILLI_PLACES);
        if (images == null) {
            return;
        }
        if (images.signum() == 0 || images.compareTo(MOST_IMAGES) > 0) {
            section.problem(key, "must be above 0 and at most " + MOST_IMAGES + " standard images");
            return;
        }
        found.put(name, images.movePointRight(MILLI_PLACES).longValueExact());
    }
}
