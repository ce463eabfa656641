/// Files and batches, in the words of the OpenAI API: what batch tells the edge, which passes it on to callers as it
/// is.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.batch.v1;
