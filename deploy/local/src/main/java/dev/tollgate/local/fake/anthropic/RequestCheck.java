package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.anthropic.ClaudeModel.Sampling;
import java.util.Optional;
import java.util.Set;

/// Refuses what Anthropic refuses of a request to `/v1/messages`: fields first, then how they go together, then the
/// turns.
final class RequestCheck {

    private static final Set<String> KNOWN = Set.of(
            "cache_control",
            "container",
            "inference_geo",
            "max_tokens",
            "messages",
            "metadata",
            "model",
            "output_config",
            "service_tier",
            "stop_sequences",
            "stream",
            "system",
            "temperature",
            "thinking",
            "tool_choice",
            "tools",
            "top_k",
            "top_p");

    static final String OLDER = "2023-06-01";
    static final String NEWER = "2026-10-21";
    private static final int USER_ID_MAX = 256;

    private RequestCheck() {}

    /// Whatever the model: `model` itself must be there.
    static Optional<String> fields(JsonNode body) {
        Complaint complaint = new Complaint();
        new Members(body, "", complaint)
                .only(KNOWN)
                .required("model", "max_tokens", "messages")
                .text("model")
                .integer("max_tokens", 1)
                .integer("top_k", 0)
                .share("temperature")
                .share("top_p")
                .bool("stream")
                .oneOf("service_tier", "auto", "standard_only")
                .given("metadata", (metadata, path) -> metadata(metadata, path, complaint))
                .given("stop_sequences", (stops, path) -> stops(stops, path, complaint))
                .given("system", (system, path) -> BlockCheck.system(system, path, complaint))
                .given("cache_control", (marker, path) -> BlockCheck.cacheControl(marker, path, complaint))
                .given("thinking", (thinking, path) -> ThinkingCheck.fields(thinking, path, complaint))
                .given("tools", (tools, path) -> ToolCheck.tools(tools, path, complaint))
                .given("tool_choice", (choice, path) -> ToolCheck.choice(choice, path, body, complaint))
                .given("output_config", (config, path) -> FormatCheck.fields(config, path, complaint))
                .given("messages", (messages, path) -> BlockCheck.messages(messages, path, complaint));
        return complaint.message();
    }

    /// What this model does not take, and turns out of order.
    ///
    /// @param version of the API: the newer one has no sampling parameters at all
    static Optional<String> whole(JsonNode body, ClaudeModel model, String version) {
        Complaint complaint = new Complaint();
        long asked = body.get("max_tokens").asLong();
        complaint.unless(
                asked <= model.outputBound(),
                "max_tokens",
                asked + " > " + model.outputBound() + ", which is the maximum allowed number of output tokens for "
                        + model.name());
        sampling(body, version.equals(NEWER) ? Sampling.NONE : model.sampling(), complaint);
        choice(body, model, complaint);
        ThinkingCheck.whole(body, model, complaint);
        FormatCheck.whole(body, model, complaint);
        TurnCheck.turns(body, model, complaint);
        BlockCheck.cacheMarkers(body, complaint);
        return complaint.message();
    }

    private static void choice(JsonNode body, ClaudeModel model, Complaint complaint) {
        String choice = body.path("tool_choice").path("type").asText();
        boolean forces = choice.equals("any") || choice.equals("tool");
        complaint.unless(model.forcing() || !forces, "tool_choice", "forced tool use is not supported for this model");
    }

    private static void sampling(JsonNode body, Sampling taken, Complaint complaint) {
        switch (taken) {
            case ALL -> {}
            case ONE ->
                complaint.unless(
                        !(body.has("temperature") && body.has("top_p")),
                        "",
                        "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
            case NONE -> {
                for (String field : new String[] {"temperature", "top_p", "top_k"}) {
                    complaint.unless(!body.has(field), "", "`" + field + "` is not supported for this model.");
                }
            }
        }
    }

    private static void metadata(JsonNode metadata, String path, Complaint complaint) {
        new Members(metadata, path, complaint)
                .only(Set.of("user_id"))
                .text("user_id")
                .given(
                        "user_id",
                        (id, where) -> complaint.unless(
                                id.asText().length() <= USER_ID_MAX,
                                where,
                                "String should have at most " + USER_ID_MAX + " characters"));
    }

    private static void stops(JsonNode stops, String path, Complaint complaint) {
        complaint.unless(stops.isArray(), path, "Input should be a valid list");
        for (int i = 0; i < stops.size(); i++) {
            String stop = stops.get(i).asText();
            complaint.unless(stops.get(i).isTextual(), path + "." + i, "Input should be a valid string");
            complaint.unless(!stop.isEmpty(), path, "each stop sequence must be non-empty");
            complaint.unless(!stop.isBlank(), path, "each stop sequence must contain non-whitespace");
        }
    }
}
