/// Azure OpenAI: OpenAI's dialect at a customer's own resource, where a deployment's name stands for the model, the
/// key has a header of its own, and a filter judges what goes in and comes out.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.azure;
