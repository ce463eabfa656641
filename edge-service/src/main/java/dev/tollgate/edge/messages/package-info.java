/// Anthropic's Messages format, for callers who speak it: read strictly, said to providers that speak it as it is and
/// to all others as a chat, whose answer is said back in Anthropic's words. What a chat has no words for is a 400 that
/// names the caller's field.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.messages;
