package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses what Anthropic refuses of tools and of the choice among them.
final class ToolCheck {

    static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9_-]{1,128}$");
    private static final Set<String> KNOWN = Set.of(
            "type",
            "name",
            "description",
            "input_schema",
            "cache_control",
            "strict",
            "input_examples",
            "defer_loading");

    private ToolCheck() {}

    static void tools(JsonNode tools, String path, Complaint complaint) {
        complaint.unless(tools.isArray(), path, "Input should be a valid list");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size() && complaint.isNone(); i++) {
            JsonNode tool = tools.get(i);
            new Members(tool, path + "." + i + ".custom", complaint)
                    .only(KNOWN)
                    .required("name", "input_schema")
                    .oneOf("type", "custom")
                    .text("name", NAME)
                    .text("description")
                    .bool("strict")
                    .given("input_schema", (schema, where) -> schema(schema, where, complaint))
                    .given("cache_control", (marker, where) -> BlockCheck.cacheControl(marker, where, complaint));
            complaint.unless(names.add(tool.path("name").asText()), path, "Tool names must be unique.");
        }
    }

    private static void schema(JsonNode schema, String path, Complaint complaint) {
        new Members(schema, path, complaint).required("type").oneOf("type", "object");
        for (String union : new String[] {"oneOf", "allOf", "anyOf"}) {
            complaint.unless(
                    !schema.has(union), path, "input_schema does not support oneOf, allOf, or anyOf at the top level");
        }
    }

    static void choice(JsonNode choice, String path, JsonNode body, Complaint complaint) {
        String type = choice.path("type").asText();
        Members members = new Members(choice, Members.join(path, type), complaint).required("type");
        complaint.unless(
                !body.path("tools").isEmpty(), path, "tool_choice may only be specified while providing tools");
        switch (type) {
            case "auto", "any" ->
                members.only(Set.of("type", "disable_parallel_tool_use")).bool("disable_parallel_tool_use");
            case "none" -> members.only(Set.of("type"));
            case "tool" -> {
                members.only(Set.of("type", "name", "disable_parallel_tool_use"))
                        .required("name")
                        .bool("disable_parallel_tool_use");
                String name = choice.path("name").asText();
                complaint.unless(
                        body.path("tools").findValuesAsText("name").contains(name),
                        path,
                        "Tool '" + name + "' not found in provided tools");
            }
            default ->
                complaint.about(
                        path,
                        "Input tag '" + type + "' found using 'type' does not match any of the expected tags: 'any',"
                                + " 'auto', 'none', 'tool'");
        }
    }
}
