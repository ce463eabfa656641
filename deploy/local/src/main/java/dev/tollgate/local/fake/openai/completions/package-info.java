/// Text completions as OpenAI answers them: prompts of every form, each continued by itself.
@NullMarked
package dev.tollgate.local.fake.openai.completions;

import org.jspecify.annotations.NullMarked;
