/// Realtime sessions as OpenAI holds them: events both ways over one WebSocket. A *turn* is one response, a *directive*
/// a
/// word in brackets in the user's text that scripts it.
@NullMarked
package dev.tollgate.local.fake.openai.realtime;

import org.jspecify.annotations.NullMarked;
