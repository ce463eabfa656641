/// Reranking in Jina's shape, the one that gateways speak: relevance is the share of the query's words that a document
/// has.
@NullMarked
package dev.tollgate.local.fake.openai.rerank;

import org.jspecify.annotations.NullMarked;
