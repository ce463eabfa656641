package dev.tollgate.local.fake.elevenlabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElevenLabsFakeTest {
    private static final String VOICE = "/elevenlabs/v1/text-to-speech/SAz9YHcvj6GT2YYXdXww";
    private static final String HELLO = "{'text':'Hello','model_id':'eleven_flash_v2_5'}";
    private static final String[] KEY = {"xi-api-key", "sk-right"};

    private static DemoProvider provider;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(new DemoSettings("127.0.0.1", 0, "sk-right", false));
        client = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void speaksWholeAndWhileItIsMade() {
        HttpResponse<String> whole = client.post(VOICE + "?output_format=pcm_24000", HELLO, KEY);
        HttpResponse<String> streamed = client.post(VOICE + "/stream?output_format=mp3_44100_128", HELLO, KEY);

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("character-cost")).contains("5");
        assertThat(streamed.headers().firstValue("content-type")).contains("audio/mpeg");
    }

    @Test
    void wantsTheKeyInItsOwnHeader() {
        assertThat(client.post(VOICE, HELLO).statusCode()).isEqualTo(401);
        assertThat(client.post(VOICE, HELLO, "Authorization", "Bearer sk-right").body())
                .contains("invalid_api_key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SAz9YHcvj6GT2YYXdXww | {'model_id':'eleven_v3'}                            | 422 | Field required
            SAz9YHcvj6GT2YYXdXww | {'text':'a','input':'a'}                            | 422 | extra_forbidden
            SAz9YHcvj6GT2YYXdXww?output_format=aac | {'text':'a'}                      | 422 | output_format
            SAz9YHcvj6GT2YYXdXww | {'text':' '}                                        | 400 | input_text_empty
            SAz9YHcvj6GT2YYXdXww | {'text':'a','voice_settings':{'speed':2}}           | 400 | invalid_voice_settings
            SAz9YHcvj6GT2YYXdXww | {'text':'a','model_id':'tts-1'}                     | 400 | model_not_found
            alloy                | {'text':'a'}                                        | 404 | voice_not_found
            """)
    void refusesWhatTheRealOneRefuses(String voice, String body, int status, String word) {
        HttpResponse<String> answer = client.post("/elevenlabs/v1/text-to-speech/" + voice, body, KEY);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(word);
    }
}
