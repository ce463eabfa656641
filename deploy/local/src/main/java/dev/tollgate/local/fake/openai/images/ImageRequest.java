package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A typed view of a body that has passed [ImageCheck].
///
/// @param inputs how many pictures came with it
record ImageRequest(JsonNode body, int inputs) {

    private static final Pattern PADDING = Pattern.compile("\\[mib:(\\d{1,2})]");

    ImageKind kind() {
        return ImageKind.of(body.path("model").asText());
    }

    String prompt() {
        return body.path("prompt").asText();
    }

    int count() {
        return body.path("n").asInt(1);
    }

    boolean stream() {
        return body.path("stream").asBoolean();
    }

    int partials() {
        return body.path("partial_images").asInt(0);
    }

    boolean byUrl() {
        return kind() != ImageKind.BY_TOKENS
                && !body.path("response_format").asText("url").equals("b64_json");
    }

    String size() {
        String asked = body.path("size").asText("auto");
        return asked.equals("auto") ? "1024x1024" : asked;
    }

    /// `low`, `medium` or `high`.
    String quality() {
        return switch (body.path("quality").asText("auto")) {
            case "low" -> "low";
            case "high", "hd" -> "high";
            default -> "medium";
        };
    }

    String outputFormat() {
        return body.path("output_format").asText("png");
    }

    String background() {
        return transparent() ? "transparent" : "opaque";
    }

    /// One for each of `n`; `[mib:8]` in the prompt makes each file that much bigger.
    List<Picture> pictures() {
        String[] sides = size().split("x", 2);
        Matcher matcher = PADDING.matcher(prompt());
        int padding = matcher.find() ? Integer.parseInt(matcher.group(1)) << 20 : 0;
        return IntStream.range(0, count())
                .mapToObj(i -> new Picture(
                        Integer.parseInt(sides[0]),
                        Integer.parseInt(sides[1]),
                        seed(prompt() + i),
                        outputFormat(),
                        transparent(),
                        padding))
                .toList();
    }

    private boolean transparent() {
        return body.path("background").asText().equals("transparent");
    }

    private static long seed(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ hash >>> 29;
    }
}
