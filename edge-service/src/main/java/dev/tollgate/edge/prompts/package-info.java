/// What a request gives to be read, a text or several, where no conversation is held: one reading of it for
/// embeddings and for plain completions.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.prompts;
