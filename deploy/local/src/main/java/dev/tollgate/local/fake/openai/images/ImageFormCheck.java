package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses what OpenAI refuses of a form with pictures.
final class ImageFormCheck {

    private static final int FILES_MAX = 16;
    private static final long FILE_MAX_BYTES = 50L << 20;
    private static final long OLD_FILE_MAX_BYTES = 4L << 20;
    private static final Set<String> NUMBERS = Set.of("n", "output_compression", "partial_images");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
    /// How a file of each type begins.
    private static final Map<String, String> BEGINNINGS =
            Map.of("image/png", "\u0089PNG", "image/jpeg", "\u00ff\u00d8\u00ff", "image/webp", "RIFF");

    private ImageFormCheck() {}

    static Optional<Rejection> check(ImageForms.Task task, ObjectNode form, List<UploadedFile> files) {
        ObjectNode typed = typed(form);
        Optional<Rejection> wrong =
                switch (task) {
                    case EDIT -> ImageCheck.checkEdit(typed);
                    case VARY -> ImageCheck.checkVariation(typed);
                };
        return wrong.or(() -> files(task, form, files));
    }

    /// With numbers and truths as JSON has them, where they are any.
    static ObjectNode typed(ObjectNode form) {
        ObjectNode typed = form.deepCopy();
        for (String name : NUMBERS) {
            if (WHOLE.matcher(form.path(name).asText()).matches()) {
                typed.put(name, Integer.parseInt(form.get(name).asText()));
            }
        }
        String stream = form.path("stream").asText();
        if (stream.equals("true") || stream.equals("false")) {
            typed.put("stream", stream.equals("true"));
        }
        return typed;
    }

    private static Optional<Rejection> files(ImageForms.Task task, ObjectNode form, List<UploadedFile> files) {
        boolean byTokens = ImageKind.of(form.path("model").asText()) == ImageKind.BY_TOKENS;
        List<UploadedFile> images = files.stream()
                .filter(file -> file.field().equals("image") || file.field().equals("image[]"))
                .toList();
        long masks = files.stream().filter(file -> file.field().equals("mask")).count();
        if (images.isEmpty()) {
            return Optional.of(Rejection.missing("image"));
        }
        int most = byTokens && task == ImageForms.Task.EDIT ? FILES_MAX : 1;
        if (images.size() > most) {
            return Optional.of(Nested.tooLong("image", most, images.size()));
        }
        if (images.size() + masks < files.size() || masks > (task == ImageForms.Task.EDIT ? 1 : 0)) {
            String message = "Unexpected files in the form.";
            return Optional.of(Rejection.invalid(message, null, null));
        }
        return files.stream().flatMap(file -> file(file, byTokens).stream()).findFirst();
    }

    private static Optional<Rejection> file(UploadedFile file, boolean byTokens) {
        String beginning =
                byTokens || file.contentType().equals("image/png") ? BEGINNINGS.get(file.contentType()) : null;
        if (beginning == null) {
            String formats = byTokens ? "'image/jpeg', 'image/png', and 'image/webp'" : "'image/png'";
            String message = "Invalid file '" + file.field() + "': unsupported mimetype ('" + file.contentType()
                    + "'). Supported file formats are " + formats + ".";
            return Optional.of(Rejection.invalid(message, file.field(), "unsupported_file_mimetype"));
        }
        if (!file.head().toString(StandardCharsets.ISO_8859_1).startsWith(beginning)) {
            String message =
                    "Invalid image file or mode for image '" + file.field() + "', please check your image file.";
            return Optional.of(Rejection.invalid(message, file.field(), "invalid_image_file"));
        }
        long most = byTokens ? FILE_MAX_BYTES : OLD_FILE_MAX_BYTES;
        String message =
                "Uploaded image must be a " + (byTokens ? "file" : "PNG") + " and less than " + (most >> 20) + " MB.";
        return file.bytes() < most ? Optional.empty() : Optional.of(Rejection.invalid(message, file.field(), null));
    }
}
