/// Cohere's API as it is from outside, as far as the gateway uses it: version 2 of its reranking and embeddings.
@NullMarked
package dev.tollgate.local.fake.cohere;

import org.jspecify.annotations.NullMarked;
