package dev.tollgate.local.fake.kin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.chat.Answer;
import java.util.List;
import java.util.Optional;

/// How one provider differs from OpenAI.
public interface KinDialect {
    /// Where it is mounted: `/deepseek`.
    String path();

    /// Where chat completions are, below [#path].
    List<String> chat();

    /// What is wrong with a request, in the provider's words.
    Optional<String> complaint(JsonNode body);

    /// @param status what the complaint or a fault has
    KinError error(int status, String message);

    /// The status of this complaint.
    int statusOf(String complaint);

    boolean thinks(JsonNode body);

    /// The request as the model understands it: what is asked for in words, as if it were asked for by a field.
    JsonNode understood(JsonNode body);

    ObjectNode usage(Answer.TokenUsage usage);

    /// Whether a stream tells usage in the last chunk's choice, not in a chunk of its own.
    boolean tellsUsageInChoice();

    /// An answer, or a chunk of one, in the provider's words: as it is, unless these differ more than in usage.
    default ObjectNode worded(ObjectNode answer) {
        return answer;
    }

    /// What keeps a connection alive while a request waits: before a stream's first event, and before a plain answer.
    String waiting(boolean stream);
}
