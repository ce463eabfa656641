package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Script;
import java.util.Optional;

/// What one endpoint with a JSON body is; [JsonEndpoint] does the rest of it.
public interface Operation {

    /// Below `/v1`, such as `/embeddings`.
    String path();

    /// @return empty when this endpoint serves no model of that name
    Optional<Script> script(String model);

    /// Judges the fields; the model's name is judged before.
    Optional<Rejection> check(JsonNode body);

    /// What makes two requests the same to `fault-429-once`.
    String prompt(JsonNode body);

    void perform(Call call);

    /// A request that has passed every check.
    ///
    /// @param standIn whether the model's name is none of the demo's: it stands in for a real provider
    record Call(Exchange exchange, JsonNode body, Script script, boolean standIn) {}
}
