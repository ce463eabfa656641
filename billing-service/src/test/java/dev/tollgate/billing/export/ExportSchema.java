package dev.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// The layout that others were promised.
final class ExportSchema {
    private static final Path FILE = Path.of("..", "contracts", "export", "usage-record-v1.schema.json");
    private static final Validator VALIDATOR = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();
    private static final URI SCHEMA = VALIDATOR.registerSchema(read());

    private ExportSchema() {}

    static void assertValid(String message) {
        Validator.Result result = VALIDATOR.validate(SCHEMA, message);
        assertThat(result.isValid())
                .as(() -> message + ": "
                        + result.getErrors().stream()
                                .map(error -> error.getInstanceLocation() + " " + error.getError())
                                .toList())
                .isTrue();
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
