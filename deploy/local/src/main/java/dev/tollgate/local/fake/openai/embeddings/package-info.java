/// Embeddings as OpenAI answers them: unit vectors that the input alone decides.
@NullMarked
package dev.tollgate.local.fake.openai.embeddings;

import org.jspecify.annotations.NullMarked;
