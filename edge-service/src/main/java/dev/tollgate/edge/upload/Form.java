package dev.tollgate.edge.upload;

import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.provider.spi.UpstreamBody.File;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A form that was taken in whole.
///
/// @param parts in the caller's order, its files among them
/// @param files in the caller's order
/// @param fingerprint digest (SHA-256) of all that it says: not of its boundary, which is another each time
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Form(List<UpstreamBody.Part> parts, List<Upload> files, byte[] fingerprint, Runnable onDiscard) {
    /// Longer ones are no number that anybody means, and would cost time to read.
    private static final int NUMBER_MAX = 32;

    public Form {
        parts = List.copyOf(parts);
        files = List.copyOf(files);
    }

    /// All files of these names, each with a name of its own and not empty. That a field is a file at all is told by
    /// its name.
    public List<Upload> files(String... names) {
        List<Upload> found = new ArrayList<>();
        for (String name : names) {
            if (!texts(name).isEmpty()) {
                throw Invalid.type(name, "a file, with its name");
            }
            files.stream().filter(file -> file.name().equals(name)).forEach(file -> {
                requireContent(file);
                found.add(file);
            });
        }
        return found;
    }

    /// The one file of this name.
    public Upload requiredFile(String name) {
        List<Upload> found = files(name);
        if (found.isEmpty()) {
            throw Invalid.missing(name);
        }
        return found.getFirst();
    }

    private static void requireContent(Upload file) {
        String name = file.name();
        if (file.part().filename().isEmpty()) {
            throw Invalid.value(
                    name, "Invalid value for '" + name + "': its name tells the format, and must not be empty.");
        }
        if (file.length() == 0) {
            throw Invalid.value(name, "Invalid value for '" + name + "': must not be empty.");
        }
    }

    /// A plain field that is true or false; false when it is absent.
    public boolean flag(String name) {
        return switch (text(name)) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw Invalid.type(name, "true or false");
        };
    }

    /// A plain field that is a number; null when it is absent.
    public @Nullable BigDecimal number(String name, long least, long most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text.length() > NUMBER_MAX ? "" : text);
        } catch (NumberFormatException e) {
            throw Invalid.type(name, "a number");
        }
        if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw Invalid.value(
                    name, "Invalid value for '" + name + "': must be between " + least + " and " + most + ".");
        }
        return value;
    }

    /// A plain field that is a whole number; null when it is absent.
    public @Nullable Long integer(String name, long least, long most) {
        BigDecimal value = number(name, least, most);
        if (value == null) {
            return null;
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw Invalid.type(name, "an integer");
        }
        return value.longValue();
    }

    /// A plain field's text; null when it is absent or empty. One that comes twice could be understood in two ways.
    public @Nullable String text(String name) {
        List<String> all = texts(name);
        if (all.size() > 1) {
            throw Invalid.value(name, "'" + name + "' is given more than once.");
        }
        return all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
    }

    /// All plain fields of a name, in their order.
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (UpstreamBody.Part part : parts) {
            if (part instanceof UpstreamBody.Field field && field.name().equals(name)) {
                texts.add(field.text());
            }
        }
        return texts;
    }

    /// One that must be there and not be empty.
    public String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw Invalid.missing(name);
        }
        return text;
    }

    /// Its plain fields as one JSON object; of those that come more than once the first.
    Buffer fields() {
        JsonObject fields = new JsonObject();
        for (UpstreamBody.Part part : parts) {
            if (part instanceof UpstreamBody.Field field && field.isText() && !fields.containsKey(field.name())) {
                fields.put(field.name(), field.text());
            }
        }
        return fields.toBuffer();
    }

    /// The same with plain fields as such an object has them. Its fingerprint stays: it is the same request.
    Form with(Buffer fields) {
        JsonObject before = fields().toJsonObject();
        JsonObject others = fields.toJsonObject();
        List<UpstreamBody.Part> changed = new ArrayList<>(parts.size());
        for (UpstreamBody.Part part : parts) {
            String other = others.getString(part.name());
            boolean same = other == null || other.equals(before.getString(part.name()));
            changed.add(same ? part : UpstreamBody.Field.text(part.name(), other));
        }
        return new Form(changed, files, fingerprint, onDiscard);
    }

    /// @param parts in their order
    /// @param digests gives that of a file
    static byte[] fingerprint(List<UpstreamBody.Part> parts, Function<File, byte[]> digests) {
        MessageDigest digest = sha256();
        for (UpstreamBody.Part part : parts) {
            // Lengths keep two parts from being read as one.
            for (String said : new String[] {part.name(), part.filename(), part.contentType()}) {
                byte[] bytes = said == null ? new byte[0] : said.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            byte[] value =
                    switch (part) {
                        case UpstreamBody.Field field -> field.value().getBytes();
                        case File file -> digests.apply(file);
                    };
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            digest.update(value);
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Lets its files go. Harmless when that was done before.
    public void discard() {
        onDiscard.run();
    }

    /// Without what the caller has sent.
    @Override
    public String toString() {
        return "Form[" + parts.size() + " parts]";
    }
}
