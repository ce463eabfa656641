/// Speech as OpenAI answers it: a tone as long as the text, made while it is sent and never held.
@NullMarked
package dev.tollgate.local.fake.openai.speech;

import org.jspecify.annotations.NullMarked;
