package dev.tollgate.edge.rerank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.json.Invalid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be ordered: strings, or objects with a `text`, or objects of which `rank_fields` says what counts.
///
/// @param given as they came
/// @param texts of each, what a provider is to read
record Documents(JsonNode given, List<String> texts) {
    private static final int DOCUMENTS_MAX = 10_000;

    static Documents of(@Nullable JsonNode documents, @Nullable JsonNode rankFields) {
        if (documents == null) {
            throw Invalid.missing("documents");
        }
        if (!documents.isArray()) {
            throw Invalid.type("documents", "an array of strings or objects");
        }
        if (documents.isEmpty()) {
            throw Invalid.value("documents", "Invalid value for 'documents': must not be empty.");
        }
        if (documents.size() > DOCUMENTS_MAX) {
            throw Invalid.value("documents", "Invalid value for 'documents': at most " + DOCUMENTS_MAX + " documents.");
        }
        List<String> fields = fields(rankFields);
        List<String> texts = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            texts.add(text(documents.get(i), fields, "documents[" + i + "]"));
        }
        return new Documents(documents, texts);
    }

    int size() {
        return texts.size();
    }

    ObjectNode returned(int index) {
        return given.get(index) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode().put("text", texts.get(index));
    }

    private static List<String> fields(@Nullable JsonNode rankFields) {
        if (rankFields == null) {
            return List.of();
        }
        if (!rankFields.isArray()) {
            throw Invalid.type("rank_fields", "an array of strings");
        }
        List<String> fields = new ArrayList<>(rankFields.size());
        for (int i = 0; i < rankFields.size(); i++) {
            if (!rankFields.get(i).isTextual()) {
                throw Invalid.type("rank_fields[" + i + "]", "a string");
            }
            fields.add(rankFields.get(i).textValue());
        }
        return fields;
    }

    private static String text(JsonNode document, List<String> fields, String path) {
        String text =
                switch (document.getNodeType()) {
                    case STRING -> document.textValue();
                    case OBJECT -> fields.isEmpty() ? ofText(document, path) : ofFields(document, fields, path);
                    case ARRAY, BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO ->
                        throw Invalid.type(path, "a string or an object");
                };
        if (text.isEmpty()) {
            throw Invalid.value(path, "Invalid value for '" + path + "': must not be empty.");
        }
        return text;
    }

    private static String ofText(JsonNode document, String path) {
        JsonNode text = document.path("text");
        if (text.isMissingNode() || text.isNull()) {
            throw Invalid.missing(path + ".text");
        }
        if (!text.isTextual()) {
            throw Invalid.type(path + ".text", "a string");
        }
        return text.textValue();
    }

    /// One line for each field, in the order that was asked for; a document need not have all of them.
    private static String ofFields(JsonNode document, List<String> fields, String path) {
        StringBuilder text = new StringBuilder();
        for (String field : fields) {
            JsonNode value = document.path(field);
            if (value.isContainerNode()) {
                throw Invalid.type(path + "." + field, "a string");
            }
            if (!value.isMissingNode() && !value.isNull()) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(field)
                        .append(": ")
                        .append(value.asText());
            }
        }
        return text.toString();
    }
}
