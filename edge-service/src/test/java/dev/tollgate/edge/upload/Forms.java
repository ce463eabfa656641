package dev.tollgate.edge.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.StoredFile;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Forms for tests, as the intake hands them over.
public final class Forms {
    private static final Map<String, String> TYPES = Map.of("png", "image/png", "wav", "audio/wav");

    private Forms() {}

    /// @param start how each file begins
    /// @param length of each file
    /// @param fields `name=value` in their order; `name=@a.png` is a file
    public static Form of(Buffer start, long length, String... fields) {
        List<UpstreamBody.Part> parts = new ArrayList<>();
        List<Upload> files = new ArrayList<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            String name = field.substring(0, equals);
            String value = field.substring(equals + 1);
            if (value.startsWith("@")) {
                String filename = value.substring(1);
                String type = TYPES.get(filename.substring(filename.lastIndexOf('.') + 1));
                UpstreamBody.File file = new UpstreamBody.File(name, filename, type, stored(length));
                parts.add(file);
                files.add(new Upload(file, start));
            } else {
                parts.add(UpstreamBody.Field.text(name, value));
            }
        }
        return new Form(parts, files, new byte[0], () -> {});
    }

    /// Of `{"model": "m", "image[]": ["@a.png", "@b.png"]}`.
    public static String[] fields(JsonNode form) {
        List<String> fields = new ArrayList<>();
        form.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                field.getValue().forEach(one -> fields.add(field.getKey() + "=" + one.textValue()));
            } else {
                fields.add(field.getKey() + "=" + field.getValue().textValue());
            }
        });
        return fields.toArray(String[]::new);
    }

    private static StoredFile stored(long length) {
        return new StoredFile() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Future<Buffer> read(long at, int wanted) {
                return Future.succeededFuture(Buffer.buffer(new byte[wanted]));
            }
        };
    }
}
