/// Google's Vertex AI: Gemini's and Claude's models behind a project's address, and embeddings by `predict`.
/// What is said is left to the adapters of those kinds; the address and the credential are its own: a service
/// account, of whose key short-lived access tokens are minted.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.vertex;
