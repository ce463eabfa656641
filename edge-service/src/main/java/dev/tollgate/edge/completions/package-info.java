/// `POST /v1/completions`, OpenAI's oldest format: prompts to be continued. Said as it is to a model that completes
/// (the capability `completions`), else as a chat of one turn, whose answer is said in this format again.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.completions;
