/// `POST /v1/responses` of the demo provider: judges a request as OpenAI does, says it as a chat to the
/// demo's model, and tells the answer in the events and objects of responses. What is stored can be
/// continued.
@NullMarked
package dev.tollgate.local.fake.openai.responses;

import org.jspecify.annotations.NullMarked;
