/// Google's Gemini API (`generateContent`, `batchEmbedContents`). A *content* is a turn of the conversation, a *part*
/// a piece of it, a *candidate* one of the answers: OpenAI's message, content part and choice.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.gemini;
