/// Jina's API as it is from outside, as far as the gateway uses it: reranking and embeddings.
@NullMarked
package dev.tollgate.local.fake.jina;

import org.jspecify.annotations.NullMarked;
