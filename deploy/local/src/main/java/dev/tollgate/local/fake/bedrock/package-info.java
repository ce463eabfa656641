/// A stand-in for Amazon Bedrock's runtime API: Converse, ConverseStream in AWS's binary frames, and
/// InvokeModel of embeddings. It checks signatures by its own computation, and refuses what the real one
/// refuses.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.fake.bedrock;
