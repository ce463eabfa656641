/// Amazon Bedrock: Converse and its stream for the chat of all its models, InvokeModel for embeddings. A
/// request is signed with its body (Signature Version 4), or carries a Bedrock API key; a stream comes in AWS's
/// binary frames.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.bedrock;
