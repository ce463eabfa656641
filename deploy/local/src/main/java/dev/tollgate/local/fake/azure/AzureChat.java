package dev.tollgate.local.fake.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.chat.Chat;
import java.util.Optional;

/// The demo's chat with Azure's filter before and behind it: a prompt that has [#FILTERED] in it is refused, every
/// other answer says that nothing was found.
final class AzureChat implements Operation {
    static final String FILTERED = "how to hurt somebody";

    private final Chat chat = new Chat(ContentFilter::judged);

    @Override
    public String path() {
        return chat.path();
    }

    @Override
    public Optional<Script> script(String model) {
        return chat.script(model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return chat.check(body)
                .or(() ->
                        chat.prompt(body).contains(FILTERED) ? Optional.of(ContentFilter.stopped()) : Optional.empty());
    }

    @Override
    public String prompt(JsonNode body) {
        return chat.prompt(body);
    }

    @Override
    public void perform(Call call) {
        chat.perform(call);
    }
}
