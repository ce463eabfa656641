/// A stand-in for Google's Vertex AI: tokens for signed assertions, and behind them Gemini's and Claude's
/// models and embeddings, as strict as the fakes of those.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.fake.vertex;
