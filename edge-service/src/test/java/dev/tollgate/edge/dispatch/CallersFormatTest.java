package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Callers who speak another format than their provider does.
class CallersFormatTest extends DispatchRig {
    @Test
    void whatCannotBeSaidToOneProviderIsSaidToTheNext() {
        route = targets(2);
        spoken = new Spoken.Unsaid("container", "It has no words for it.");
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"param\":\"container\"")
                .contains("\"code\":\"unsupported_parameter\"")
                .contains("It has no words for it.");
        assertThat(called()).isEmpty();
        assertThat(report().attempts()).hasSize(2);
    }

    @Test
    void whatAnAdapterRefusesIsNamedAsTheCallerNamedIt() {
        route = targets(1);
        spoken = new Spoken.Said(translated(Operation.MESSAGES), UnaryOperator.identity(), param -> "theirs." + param);
        open();
        assertThat(call().body()).contains("\"param\":\"theirs.model\"");
    }

    @Test
    void theAnswerAndItsEndAreSaidInTheCallersFormat() {
        route = targets(1);
        spoken = new Spoken.Said(translated(Operation.CHAT), Shouting::new, UnaryOperator.identity());
        script.add(events(CHUNK + LAST + DONE));
        open();
        assertThat(call().body())
                .startsWith("data: {")
                .contains("ONE TWO THREE FOUR")
                .endsWith("event: bye\n\n");
        assertThat(report().delivered()).isPositive();
    }

    @Test
    void aStreamThatBreaksEndsWithTheErrorInTheCallersFormat() {
        route = targets(1);
        errors = ErrorFormat.ANTHROPIC;
        script.add(events(CHUNK));
        open();
        assertThat(call().body()).contains("\n\nevent: error\ndata: {\"type\":\"error\"");
    }

    @Test
    void anErrorInsteadOfAnAnswerIsToldInTheCallersFormat() {
        route = targets(1);
        errors = ErrorFormat.ANTHROPIC;
        script.add(answer(500, "{}"));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"type\":\"error\"").contains("\"request_id\":\"req\"");
    }

    /// Says all of an answer again, louder.
    private record Shouting(AnswerReader theirs) implements AnswerReader {
        @Override
        public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
            return theirs.whole(bytes, from, to, new Louder(out));
        }

        @Override
        public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
            return theirs.event(bytes, from, to, new Louder(out));
        }

        @Override
        public Reading end(AnswerWriter out) {
            return theirs.end(new Louder(out));
        }

        @Override
        public Buffer closing() {
            return Buffer.buffer("event: bye\n\n");
        }

        @Override
        public @Nullable Quantities usage() {
            return theirs.usage();
        }
    }

    private record Louder(AnswerWriter out) implements AnswerWriter {
        @Override
        public void begin() {
            out.begin();
        }

        @Override
        public void json(byte[] bytes, int from, int to) {
            byte[] loud = new String(bytes, from, to - from, StandardCharsets.UTF_8)
                    .toUpperCase(Locale.ROOT)
                    .getBytes(StandardCharsets.UTF_8);
            out.json(loud, 0, loud.length);
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            out.text(bytes, from, to);
        }

        @Override
        public void tokens(long tokens) {
            out.tokens(tokens);
        }

        @Override
        public void end() {
            out.end();
        }
    }
}
