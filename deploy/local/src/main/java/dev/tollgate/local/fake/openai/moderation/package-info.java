/// Moderation as OpenAI answers it: every category with a score, decided by the words alone.
@NullMarked
package dev.tollgate.local.fake.openai.moderation;

import org.jspecify.annotations.NullMarked;
