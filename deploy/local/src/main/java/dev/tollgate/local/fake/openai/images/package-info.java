/// Image generation as OpenAI answers it: real images of the asked size, whose pattern the prompt decides.
@NullMarked
package dev.tollgate.local.fake.openai.images;

import org.jspecify.annotations.NullMarked;
