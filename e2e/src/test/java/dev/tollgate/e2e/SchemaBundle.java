package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The schemas that one provider publishes, from a file of `e2e/schema`.
final class SchemaBundle {
    private final URI bundle;
    private final Validator validator;

    private SchemaBundle(URI bundle, Validator validator) {
        this.bundle = bundle;
        this.validator = validator;
    }

    /// @param definitions those of the file's definitions that values are held against
    static SchemaBundle read(String file, List<String> definitions) {
        try {
            URI uri = URI.create("urn:tollgate:" + file);
            Validator validator = new ValidatorFactory()
                    .withJsonNodeFactory(new JacksonNode.Factory())
                    .createValidator();
            validator.registerSchema(uri, Files.readString(Path.of("schema", file)));
            SchemaBundle bundle = new SchemaBundle(uri, validator);
            definitions.forEach(
                    one -> validator.registerSchema(bundle.uri(one), "{\"$ref\":\"" + uri + "#/$defs/" + one + "\"}"));
            return bundle;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the value breaks the schema and how; empty when it does not.
    List<String> violations(String definition, JsonNode value) {
        Validator.Result result = validator.validate(uri(definition), value);
        List<String> errors = result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .distinct()
                .toList();
        return result.isValid() || !errors.isEmpty() ? errors : List.of("not valid");
    }

    private URI uri(String definition) {
        return URI.create(bundle + ":" + definition);
    }
}
