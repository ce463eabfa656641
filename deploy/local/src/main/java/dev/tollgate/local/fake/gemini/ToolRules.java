package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules of `tools` and `toolConfig`.
final class ToolRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");
    private static final String BAD_NAME = "Invalid function name. Must start with a letter or an underscore. Must be "
            + "alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum "
            + "length of 64.";

    private ToolRules() {}

    static Optional<GeminiError> check(JsonNode body) {
        Set<String> declared = new HashSet<>();
        JsonNode tools = body.path("tools");
        for (int i = 0; i < tools.size(); i++) {
            JsonNode declarations = tools.get(i).path("functionDeclarations");
            String path = "tools[" + i + "].function_declarations";
            if (declarations.isEmpty()) {
                return broken(
                        "tools[" + i + "].tool_type", "required one_of 'tool_type' must have one initialized field");
            }
            for (int j = 0; j < declarations.size(); j++) {
                Optional<GeminiError> wrong = declaration(declarations.get(j), path + "[" + j + "]", declared);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        return choice(body.path("toolConfig").path("functionCallingConfig"), declared);
    }

    private static Optional<GeminiError> declaration(JsonNode declaration, String path, Set<String> declared) {
        String name = declaration.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            return broken(path + ".name", BAD_NAME);
        }
        if (!declared.add(name)) {
            return Optional.of(GeminiError.invalid("Duplicate function declaration found: " + name));
        }
        if (declaration.has("parameters") && declaration.has("parametersJsonSchema")) {
            return broken(path, "parameters and parameters_json_schema are mutually exclusive.");
        }
        if (declaration.has("parametersJsonSchema")) {
            return SchemaRules.json(declaration.get("parametersJsonSchema"), path + ".parameters_json_schema", 0);
        }
        return SchemaRules.own(declaration.path("parameters"), path + ".parameters");
    }

    private static Optional<GeminiError> choice(JsonNode config, Set<String> declared) {
        if (config.isMissingNode() || config.isNull()) {
            return Optional.empty();
        }
        String path = "tool_config.function_calling_config";
        String mode = config.path("mode").asText("AUTO");
        if (declared.isEmpty()) {
            return Optional.of(GeminiError.invalid("Function calling config is set without function_declarations."));
        }
        JsonNode allowed = config.path("allowedFunctionNames");
        if (!allowed.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
            return broken(path + ".allowed_function_names", "only allowed when the mode is ANY or VALIDATED.");
        }
        for (JsonNode name : allowed) {
            if (!declared.contains(name.asText())) {
                return broken(path + ".allowed_function_names", "not among the declared functions: " + name.asText());
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> broken(String path, String what) {
        return Optional.of(GeminiError.rule("GenerateContentRequest." + path, what));
    }
}
