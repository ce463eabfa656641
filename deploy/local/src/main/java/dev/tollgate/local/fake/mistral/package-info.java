/// A fake of Mistral's chat completions and embeddings, as strict as the real ones.
@NullMarked
package dev.tollgate.local.fake.mistral;

import org.jspecify.annotations.NullMarked;
