package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Documents to be ordered by how well they answer a query, as the caller asked for it: in Cohere's words or in
/// Jina's, which hardly differ.
public interface RerankBody extends JsonBody {
    String query();

    /// The text of each, in the caller's order.
    List<String> documents();

    /// How many results are wanted, never more than there are documents.
    int top();

    boolean returnDocuments();

    /// A document as an answer returns it: as it came, or `{"text": …}` of a string.
    ObjectNode document(int index);

    /// How much of each document counts, in tokens; null for the provider's own bound.
    @Nullable
    Long documentTokens();

    /// Searches by our own count: a query and each hundred documents begun.
    long searches();

    @Override
    default Operation operation() {
        return Operation.RERANK;
    }

    @Override
    default AnswerForm form() {
        return AnswerForm.OBJECT;
    }
}
