/// Azure OpenAI as it is from outside: OpenAI's endpoints behind a key of its own, at both forms of address, with a
/// filter that judges chats.
@NullMarked
package dev.tollgate.local.fake.azure;

import org.jspecify.annotations.NullMarked;
