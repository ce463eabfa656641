/// Chat completions as OpenAI answers them: strict checks, an answer that the request alone decides, plain or streamed.
@NullMarked
package dev.tollgate.local.fake.openai.chat;

import org.jspecify.annotations.NullMarked;
