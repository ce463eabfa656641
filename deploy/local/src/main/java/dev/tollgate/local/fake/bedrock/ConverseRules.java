package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Converse refuses of a request's body: fields that it does not know, values out of their range, blocks
/// that are none, turns out of order, calls of tools and results that do not match. The first complaint is
/// told.
final class ConverseRules {

    private static final Set<String> FIELDS = Set.of(
            "messages",
            "system",
            "inferenceConfig",
            "toolConfig",
            "guardrailConfig",
            "additionalModelRequestFields",
            "additionalModelResponseFieldPaths",
            "promptVariables",
            "requestMetadata",
            "performanceConfig");
    private static final Set<String> INFERENCE = Set.of("maxTokens", "temperature", "topP", "stopSequences");
    private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
    private static final Set<String> DOCUMENTS =
            Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern DOCUMENT_NAME = Pattern.compile("(?! )(?!.* {2})[a-zA-Z0-9 ()\\[\\]-]{1,200}(?<! )");
    private static final int CACHE_POINTS_MAX = 4;

    private final JsonNode body;
    private @Nullable String complaint;
    private int cachePoints;
    private final Set<String> documentNames = new HashSet<>();

    private ConverseRules(JsonNode body) {
        this.body = body;
    }

    static Optional<String> complaint(JsonNode body) {
        ConverseRules rules = new ConverseRules(body);
        rules.check();
        return Optional.ofNullable(rules.complaint);
    }

    private void check() {
        only(body, FIELDS, "");
        unless(body.path("messages").isArray() && !body.path("messages").isEmpty(), "messages", "must not be empty");
        for (int i = 0; i < body.path("system").size(); i++) {
            JsonNode block = body.path("system").get(i);
            unless(block.has("text") || block.has("cachePoint"), "system." + i, "is no text");
            text(block, "system." + i);
            cachePoint(block);
        }
        inference(body.path("inferenceConfig"));
        tools(body.path("toolConfig"));
        turns();
        unless(cachePoints <= CACHE_POINTS_MAX, "messages", "A maximum of 4 cache points may be provided");
    }

    private void inference(JsonNode config) {
        only(config, INFERENCE, "inferenceConfig.");
        JsonNode maxTokens = config.path("maxTokens");
        unless(
                maxTokens.isMissingNode() || (maxTokens.isIntegralNumber() && maxTokens.asLong() >= 1),
                "inferenceConfig.maxTokens",
                "must be greater than or equal to 1");
        for (String share : new String[] {"temperature", "topP"}) {
            double value = config.path(share).asDouble(0);
            unless(value >= 0 && value <= 1, "inferenceConfig." + share, "must be between 0 and 1");
        }
        config.path("stopSequences")
                .forEach(stop -> unless(!stop.asText().isBlank(), "inferenceConfig.stopSequences", "must be text"));
    }

    private void tools(JsonNode config) {
        if (config.isMissingNode()) {
            return;
        }
        only(config, Set.of("tools", "toolChoice"), "toolConfig.");
        unless(!config.path("tools").isEmpty(), "toolConfig.tools", "must not be empty");
        Set<String> names = new HashSet<>();
        for (JsonNode tool : config.path("tools")) {
            cachePoint(tool);
            if (!tool.has("cachePoint")) {
                spec(tool.path("toolSpec"), names);
            }
        }
        JsonNode choice = config.path("toolChoice");
        unless(choice.isMissingNode() || choice.size() == 1, "toolConfig.toolChoice", "must have one member");
        only(choice, Set.of("auto", "any", "tool"), "toolConfig.toolChoice.");
        String named = choice.path("tool").path("name").asText("");
        unless(named.isEmpty() || names.contains(named), "toolConfig.toolChoice.tool.name", "is no tool of these");
    }

    private void spec(JsonNode spec, Set<String> names) {
        only(spec, Set.of("name", "description", "inputSchema", "strict"), "toolConfig.tools.toolSpec.");
        String name = spec.path("name").asText();
        unless(NAME.matcher(name).matches(), "toolConfig.tools.toolSpec.name", "must match [a-zA-Z0-9_-]{1,64}");
        unless(names.add(name), "toolConfig.tools.toolSpec.name", "must be unique");
        unless(
                !spec.has("description") || !spec.path("description").asText().isEmpty(),
                "toolConfig.tools.toolSpec.description",
                "must not be empty");
        unless(
                spec.path("inputSchema").path("json").path("type").asText().equals("object"),
                "toolConfig.tools.toolSpec.inputSchema.json.type",
                "must be object");
    }

    private void turns() {
        Set<String> called = Set.of();
        String before = "";
        int index = 0;
        for (JsonNode message : body.path("messages")) {
            String path = "messages." + index++;
            String role = message.path("role").asText();
            only(message, Set.of("role", "content"), path + ".");
            unless(role.equals("user") || role.equals("assistant"), path + ".role", "must be user or assistant");
            unless(!role.equals(before), path, "A conversation must alternate between user and assistant roles.");
            unless(!before.isEmpty() || role.equals("user"), path, "A conversation must start with a user message.");
            JsonNode content = message.path("content");
            unless(content.isArray() && !content.isEmpty(), path + ".content", "must not be empty");
            Set<String> answered = ids(content, "toolResult");
            unless(
                    answered.equals(called),
                    path,
                    "The number of toolResult blocks must match the toolUse blocks before");
            called = ids(content, "toolUse");
            unless(
                    (called.isEmpty() && answered.isEmpty()) || body.has("toolConfig"),
                    "toolConfig",
                    "must be defined when using toolUse and toolResult content blocks.");
            blocks(content, path + ".content");
            before = role;
        }
        unless(called.isEmpty(), "messages", "Expected toolResult blocks for the toolUse blocks at the end");
    }

    private static Set<String> ids(JsonNode content, String kind) {
        Set<String> ids = new HashSet<>();
        content.forEach(block -> {
            if (block.has(kind)) {
                ids.add(block.path(kind).path("toolUseId").asText());
            }
        });
        return ids;
    }

    private void blocks(JsonNode content, String path) {
        boolean document = false;
        boolean text = false;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String at = path + "." + i;
            unless(block.size() == 1, at, "must have one member");
            document |= block.has("document");
            text |= block.has("text");
            block(block, at);
        }
        unless(!document || text, path, "Include a text block with a document.");
    }

    private void block(JsonNode block, String at) {
        Map.Entry<String, JsonNode> only = block.properties().isEmpty()
                ? Map.entry("", block)
                : block.properties().iterator().next();
        JsonNode value = only.getValue();
        switch (only.getKey()) {
            case "text" -> text(block, at);
            case "image" -> media(value, IMAGES, at + ".image");
            case "document" -> document(value, at + ".document");
            case "toolUse" -> {
                only(value, Set.of("toolUseId", "name", "input"), at + ".toolUse.");
                unless(
                        NAME.matcher(value.path("toolUseId").asText()).matches(),
                        at + ".toolUse.toolUseId",
                        "is malformed");
                unless(value.path("input").isObject(), at + ".toolUse.input", "must be an object");
            }
            case "toolResult" -> {
                only(value, Set.of("toolUseId", "content", "status"), at + ".toolResult.");
                unless(!value.path("content").isEmpty(), at + ".toolResult.content", "must not be empty");
                value.path("content").forEach(part -> block(part, at + ".toolResult.content"));
            }
            case "reasoningContent" -> reasoning(value, at + ".reasoningContent");
            case "cachePoint" -> cachePoint(block);
            case "json" -> {}
            default -> unless(false, at, "is an unknown block");
        }
    }

    private void reasoning(JsonNode value, String at) {
        JsonNode told = value.path("reasoningText");
        String signature = told.path("signature").asText();
        unless(
                value.has("redactedContent")
                        || signature.equals(
                                ConverseAnswer.signature(told.path("text").asText())),
                at,
                "Invalid `signature` in `thinking` block");
    }

    private void document(JsonNode document, String at) {
        media(document, DOCUMENTS, at);
        String name = document.path("name").asText();
        unless(DOCUMENT_NAME.matcher(name).matches(), at + ".name", "must not hold other than letters and digits");
        unless(documentNames.add(name), at + ".name", "must be unique");
    }

    private void media(JsonNode media, Set<String> formats, String at) {
        unless(formats.contains(media.path("format").asText()), at + ".format", "is not of " + formats);
        unless(!media.path("source").path("bytes").asText().isEmpty(), at + ".source.bytes", "must not be empty");
    }

    private void text(JsonNode block, String at) {
        unless(
                !block.has("text") || !block.path("text").asText().isBlank(),
                at + ".text",
                "The text field in the ContentBlock object is blank. Add text to the text field, and try again.");
    }

    private void cachePoint(JsonNode block) {
        if (block.has("cachePoint")) {
            cachePoints++;
            unless(
                    block.path("cachePoint").path("type").asText().equals("default"),
                    "cachePoint.type",
                    "must be default");
        }
    }

    private void only(JsonNode object, Set<String> known, String path) {
        object.fieldNames().forEachRemaining(name -> unless(known.contains(name), path + name, "is not a known field"));
    }

    private void unless(boolean right, String path, String what) {
        if (!right && complaint == null) {
            complaint = "The value at " + path + " is not valid: " + what;
        }
    }
}
