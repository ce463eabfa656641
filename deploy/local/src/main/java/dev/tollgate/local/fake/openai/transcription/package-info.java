/// Transcription as OpenAI answers it: an upload that is read as it comes and only digested, and a text that tells its
/// name and length.
@NullMarked
package dev.tollgate.local.fake.openai.transcription;

import org.jspecify.annotations.NullMarked;
