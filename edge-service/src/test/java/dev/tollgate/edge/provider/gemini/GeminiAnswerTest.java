package dev.tollgate.edge.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an answer becomes, beyond the exchanges on disk.
class GeminiAnswerTest {
    private static final String ASKED = "{'messages':[{'role':'user','content':'Hi'}]}";
    private final RecordingWriter out = new RecordingWriter();

    @ParameterizedTest
    @CsvSource({
        "STOP, stop",
        "MAX_TOKENS, length",
        "SAFETY, content_filter",
        "RECITATION, content_filter",
        "BLOCKLIST, content_filter",
        "PROHIBITED_CONTENT, content_filter",
        "SPII, content_filter",
        "LANGUAGE, content_filter",
        "MODEL_ARMOR, content_filter",
        "IMAGE_SAFETY, content_filter",
        "OTHER, stop",
        "MALFORMED_FUNCTION_CALL, stop",
        "SOMETHING_NEW, stop"
    })
    void aReasonToEndHasOpenAisName(String theirs, String ours) {
        String answer = "{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'" + theirs + "'}]}";
        assertThat(whole(answer)).isEqualTo(Reading.DONE);
        assertThat(chunk(0).at("/choices/0/finish_reason").asText()).isEqualTo(ours);
        RecordingWriter streamed = new RecordingWriter();
        AnswerReader reader = new GeminiAdapter().reader(Asked.streamOf(ASKED));
        event(reader, answer, streamed);
        assertThat(reader.end(streamed)).isEqualTo(Reading.DONE);
        assertThat(Asked.read(streamed.chunks.getLast())
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo(ours);
    }

    /// Nothing was delivered yet: another deployment may do better.
    @ParameterizedTest
    @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "MALFORMED_RESPONSE", "OTHER"})
    void aModelThatStumblesAndSaysNothingHasFailed(String reason) {
        String answer = "{'candidates':[{'content':{'role':'model'},'finishReason':'" + reason
                + "'}],'usageMetadata':{'promptTokenCount':3}}";
        assertThat(whole(answer)).isEqualTo(new Reading.Failed(new Failure.Broken("finish")));
        AnswerReader reader = new GeminiAdapter().reader(Asked.streamOf(ASKED));
        assertThat(event(reader, answer, out)).isEqualTo(new Reading.Failed(new Failure.Broken("finish")));
        assertThat(out.chunks).isEmpty();
    }

    @Test
    void aBlockedPromptIsAnEmptyAnswerAndItsPromptIsPaid() {
        String answer = "{'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{'promptTokenCount':9}}";
        AnswerReader reader = new GeminiAdapter().reader(Asked.of(ASKED));
        assertThat(read(reader, answer)).isEqualTo(Reading.DONE);
        assertThat(chunk(0).at("/choices/0/message/content").textValue()).isEmpty();
        assertThat(chunk(0).at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
        assertThat(reader.usage()).isEqualTo(Counted.tokens(9, 0, 0, 0, 0, 0, 0, 0));
        RecordingWriter streamed = new RecordingWriter();
        AnswerReader stream = new GeminiAdapter().reader(Asked.streamOf(ASKED));
        event(stream, answer, streamed);
        assertThat(stream.end(streamed)).isEqualTo(Reading.DONE);
        assertThat(streamed.chunks).hasSize(4);
        assertThat(Asked.read(streamed.chunks.get(2))
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("content_filter");
    }

    @Test
    void theSignatureOfATextIsCarriedWithTheMessage() {
        whole("{'candidates':[{'content':{'parts':[{'text':'a'},{'text':'','thoughtSignature':'c2ln'}]},"
                + "'finishReason':'STOP'}]}");
        assertThat(chunk(0).at("/choices/0/message/extra_content/google/thought_signature")
                        .asText())
                .isEqualTo("c2ln");
        RecordingWriter streamed = new RecordingWriter();
        AnswerReader reader = new GeminiAdapter().reader(Asked.streamOf(ASKED));
        event(reader, "{'candidates':[{'content':{'parts':[{'text':'','thoughtSignature':'c2ln'}]}}]}", streamed);
        assertThat(Asked.read(streamed.chunks.getLast())
                        .at("/choices/0/delta/extra_content/google/thought_signature")
                        .asText())
                .isEqualTo("c2ln");
        assertThat(streamed.texts).isEmpty();
    }

    @Test
    void anImageIsToldInTokensAndShownAsAnAddress() {
        whole("{'candidates':[{'content':{'parts':[{'inlineData':{'mimeType':'image/png','data':'aGk='}}]},"
                + "'finishReason':'STOP'}]}");
        assertThat(chunk(0).at("/choices/0/message/images/0/image_url/url").asText())
                .isEqualTo("data:image/png;base64,aGk=");
        assertThat(out.told).isEqualTo(1_290);
    }

    @Test
    void logprobsAreOpenAis() {
        String answer = "{'candidates':[{'content':{'parts':[{'text':'é'}]},'finishReason':'STOP','logprobsResult':{"
                + "'chosenCandidates':[{'token':'é','tokenId':3,'logProbability':-0.25}],'topCandidates':[{'candidates':["
                + "{'token':'é','logProbability':-0.25},{'token':'e','logProbability':-1.5}]}]}}]}";
        String expected = "{\"content\":[{\"token\":\"é\",\"logprob\":-0.25,\"bytes\":[195,169],\"top_logprobs\":["
                + "{\"token\":\"é\",\"logprob\":-0.25,\"bytes\":[195,169]},"
                + "{\"token\":\"e\",\"logprob\":-1.5,\"bytes\":[101]}]}],\"refusal\":null}";
        whole(answer);
        assertThat(chunk(0).at("/choices/0/logprobs")).hasToString(expected);
        RecordingWriter streamed = new RecordingWriter();
        event(new GeminiAdapter().reader(Asked.streamOf(ASKED)), answer, streamed);
        assertThat(Asked.read(streamed.chunks.get(1)).at("/choices/0/logprobs")).hasToString(expected);
    }

    @Test
    void anErrorInAnArrayIsOne() {
        assertThat(whole("[{'error':{'code':429,'message':'slow','status':'RESOURCE_EXHAUSTED'}}]"))
                .isEqualTo(new Reading.Failed(new Failure.RateLimited(0)));
        assertThat(whole("[{'candidates':[]}]")).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
        assertThat(whole("'text'")).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
        assertThat(whole("{}")).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
    }

    @Test
    void aStreamThatSaidNothingOrNotWhyItEndedIsNoAnswer() {
        AnswerReader silent = new GeminiAdapter().reader(Asked.streamOf(ASKED));
        assertThat(silent.end(out)).isEqualTo(new Reading.Failed(new Failure.Broken("truncated")));
        AnswerReader half = new GeminiAdapter().reader(Asked.streamOf(ASKED));
        event(half, "{'candidates':[{'index':0,'finishReason':'STOP'},{'index':1,'content':{'parts':[]}}]}", out);
        assertThat(half.end(out)).isEqualTo(new Reading.Failed(new Failure.Broken("truncated")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400|{'error':{'status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}}|Rejected[status=400]
            400|{'error':{'status':'FAILED_PRECONDITION','message':'User location is not supported.'}}|Rejected[status=400]
            400|[{'error':{'status':'INVALID_ARGUMENT','message':'bad'}}]|CallersFault[message=bad, contextLength=false, contentPolicy=false]
            400|{'error':{'message':'The input token count (9) exceeds the maximum number of tokens allowed (8).'}}|CallersFault[message=The input token count (9) exceeds the maximum number of tokens allowed (8)., contextLength=true, contentPolicy=false]
            400|not json|CallersFault[message=The provider refused the request., contextLength=false, contentPolicy=false]
            429|{'error':{'details':[{'retryDelay':'38.5s'}]}}|RateLimited[retryAfterMillis=38500]
            429|{'error':{'details':[{'retryDelay':'999999999s'}]}}|RateLimited[retryAfterMillis=86400000]
            429|{'error':{}}|RateLimited[retryAfterMillis=9000]
            429|{'error':{'message':'Your prepayment credits are depleted.'}}|Rejected[status=402]
            504|{'error':{'status':'DEADLINE_EXCEEDED'}}|TimedOut[]
            500||Broken[what=500]
            302||Unreadable[]
            """)
    void aFailureIsJudgedByWhatItSays(int status, String body, String failure) {
        byte[] bytes = body == null ? new byte[0] : body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThat(new GeminiAdapter().failure(status, name -> name.equals("retry-after") ? "9" : null, bytes))
                .hasToString(failure);
    }

    private Reading whole(String answer) {
        return read(new GeminiAdapter().reader(Asked.of(ASKED)), answer);
    }

    private Reading read(AnswerReader reader, String answer) {
        byte[] bytes = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.whole(bytes, 0, bytes.length, out);
    }

    static Reading event(AnswerReader reader, String event, RecordingWriter out) {
        byte[] bytes = event.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 0, bytes.length, out);
    }

    private JsonNode chunk(int index) {
        return Asked.read(new ArrayList<>(List.copyOf(out.chunks)).get(index));
    }
}
