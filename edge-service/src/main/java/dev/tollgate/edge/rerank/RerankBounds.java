package dev.tollgate.edge.rerank;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What ordering documents can consume. A token is at least one byte of text, for every byte-level tokenizer.
final class RerankBounds {
    private static final int DOCUMENTS_PER_SEARCH = 100;
    private static final int BYTES_PER_TOKEN = 4;
    /// What a model puts around a query and a document.
    private static final long AROUND = 16;

    /// Cohere counts a document as one for each 500 tokens, the query among them, of which the query takes at most
    /// half.
    private static final long CHUNK_ROOM = 250;

    private RerankBounds() {}

    /// By the documents' number alone.
    static long searches(long documents) {
        return Math.ceilDiv(documents, DOCUMENTS_PER_SEARCH);
    }

    /// The most that a provider counts which cuts long documents into pieces and counts each.
    static long mostSearches(List<String> documents) {
        long pieces = 0;
        for (String document : documents) {
            pieces += Math.ceilDiv(bytes(document) + AROUND, CHUNK_ROOM);
        }
        return searches(pieces);
    }

    /// The query is read anew with each document, and with each piece of a long one.
    static long tokens(String query, List<String> documents) {
        long ofQuery = bytes(query);
        long tokens = 0;
        for (String document : documents) {
            long ofDocument = bytes(document);
            tokens += ofDocument + Math.ceilDiv(ofDocument + AROUND, CHUNK_ROOM) * (ofQuery + AROUND);
        }
        return tokens;
    }

    static long likelyTokens(String query, List<String> documents) {
        long ofQuery = bytes(query) / BYTES_PER_TOKEN + 1;
        return documents.stream()
                .mapToLong(document -> bytes(document) / BYTES_PER_TOKEN + 1 + ofQuery)
                .sum();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
