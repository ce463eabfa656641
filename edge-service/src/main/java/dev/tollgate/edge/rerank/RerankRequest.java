package dev.tollgate.edge.rerank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Pricing;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.RerankBody;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a request to order documents.
///
/// @param documentTokens how much of each document counts, or null
record RerankRequest(
        String model,
        String query,
        Documents all,
        int top,
        boolean returnDocuments,
        @Nullable Long documentTokens,
        Members members)
        implements RerankBody, ModelRequest {
    /// Cohere's version 1 counted in chunks of about this many tokens.
    private static final long CHUNK_TOKENS = 500;

    private static final long CHUNKS_MAX = 1_000_000;

    static RerankRequest of(Members members) {
        Map<String, JsonNode> fields = members.fields();
        String model = Field.requiredText(fields, "model");
        String query = query(fields);
        Documents documents = Documents.of(fields.get("documents"), fields.get("rank_fields"));
        Long top = Field.integer(fields, "top_n", 1, Long.MAX_VALUE);
        Long tokens = Field.integer(fields, "max_tokens_per_doc", 1, Integer.MAX_VALUE);
        Long chunks = Field.integer(fields, "max_chunks_per_doc", 1, CHUNKS_MAX);
        return new RerankRequest(
                model,
                query,
                documents,
                (int) Math.min(top == null ? Long.MAX_VALUE : top, documents.size()),
                Field.flag(fields, "return_documents"),
                tokens == null && chunks != null ? (Long) (chunks * CHUNK_TOKENS) : tokens,
                members);
    }

    private static String query(Map<String, JsonNode> fields) {
        String query = Field.text(fields, "query");
        if (query == null) {
            throw Invalid.missing("query");
        }
        if (query.isEmpty()) {
            throw Invalid.value("query", "Invalid value for 'query': must not be empty.");
        }
        return query;
    }

    @Override
    public RerankBody body() {
        return this;
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public List<String> documents() {
        return all.texts();
    }

    @Override
    public ObjectNode document(int index) {
        return all.returned(index);
    }

    @Override
    public long searches() {
        return RerankBounds.searches(all.size());
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    /// Tokens and searches are each counted where they cost something.
    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        boolean tokens = Pricing.byTokens(price);
        boolean bySearch = Pricing.byUnits(price, UsageClass.SEARCHES);
        long most = tokens ? RerankBounds.tokens(query, all.texts()) : 0;
        return new Bounds(
                most,
                tokens ? RerankBounds.likelyTokens(query, all.texts()) : 0,
                null,
                0,
                1,
                0,
                0,
                false,
                units(bySearch ? RerankBounds.mostSearches(all.texts()) : 0),
                units(bySearch ? searches() : 0));
    }

    private static Quantities units(long searches) {
        return Quantities.NONE.with(UsageClass.SEARCHES, searches);
    }

    /// The query is read anew with each document.
    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        long ofQuery = tokenizer.applyAsLong(query);
        return all.texts().stream()
                .mapToLong(text -> ofQuery + tokenizer.applyAsLong(text))
                .sum();
    }

    /// Nothing is gained by a deployment that has seen the documents before: requests are spread.
    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    @Override
    public long affinity() {
        return query.hashCode();
    }

    @Override
    public String toString() {
        return "RerankRequest[" + model + ", " + all.size() + " documents]";
    }
}
