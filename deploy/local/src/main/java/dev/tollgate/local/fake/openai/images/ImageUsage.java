package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Tokens;

/// What images cost in tokens: the prompt's text, 194 for each picture that came with it, and for each image a
/// number by size and quality; 100 more for each partial image of a stream.
final class ImageUsage {

    private static final int PARTIAL_TOKENS = 100;
    /// Of a picture that came with the request, at low fidelity.
    private static final int INPUT_TOKENS = 194;

    private ImageUsage() {}

    static ObjectNode of(ImageRequest request) {
        long text = Tokens.count(request.prompt());
        long pictures = (long) INPUT_TOKENS * request.inputs();
        long input = text + pictures;
        long output = perImage(request) * request.count() + (long) PARTIAL_TOKENS * request.partials();
        ObjectNode usage = JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("total_tokens", input + output);
        usage.putObject("input_tokens_details").put("text_tokens", text).put("image_tokens", pictures);
        return usage;
    }

    private static long perImage(ImageRequest request) {
        boolean portrait = request.size().equals("1024x1536");
        boolean landscape = request.size().equals("1536x1024");
        return switch (request.quality()) {
            case "low" -> portrait ? 408 : landscape ? 400 : 272;
            case "high" -> portrait ? 6_240 : landscape ? 6_208 : 4_160;
            default -> portrait ? 1_584 : landscape ? 1_568 : 1_056;
        };
    }
}
