/// A fake of Mistral's chat completions, embeddings and moderation, as strict as the real ones.
@NullMarked
package dev.tollgate.local.fake.mistral;

import org.jspecify.annotations.NullMarked;
