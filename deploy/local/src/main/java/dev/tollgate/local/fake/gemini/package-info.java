/// Google's Gemini API as it is from outside: the same paths, the same refusals in the same words, deterministic
/// answers, and the demo provider's faults by model name. A *wire message* is one of the API's protocol buffer
/// messages in JSON; a *rule* is what the API demands of it beyond its fields' types.
@NullMarked
package dev.tollgate.local.fake.gemini;

import org.jspecify.annotations.NullMarked;
