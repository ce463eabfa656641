package dev.tollgate.edge.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.Counted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Golden usage: what the API tells, and in which classes it is charged.
class GeminiUsageTest {
    @Test
    void thoughtsComeOnTopOfTheCandidates() {
        assertThat(
                        read(
                                "{'promptTokenCount':10,'candidatesTokenCount':5,'thoughtsTokenCount':100,'totalTokenCount':115}"))
                .isEqualTo(Counted.tokens(10, 0, 0, 0, 0, 5, 100, 0));
    }

    @Test
    void aBlockedPromptIsInputOnly() {
        assertThat(read("{'promptTokenCount':10,'totalTokenCount':10}"))
                .isEqualTo(Counted.tokens(10, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void cachedTokensArePartOfThePrompt() {
        assertThat(read("{'promptTokenCount':1000,'cachedContentTokenCount':900,'candidatesTokenCount':5}"))
                .isEqualTo(Counted.tokens(100, 900, 0, 0, 0, 5, 0, 0));
    }

    @Test
    void modalitiesOfThePromptAreDisjointAndDocumentsAreText() {
        assertThat(read("{'promptTokenCount':700,'candidatesTokenCount':5,'promptTokensDetails':["
                        + "{'modality':'TEXT','tokenCount':20},{'modality':'IMAGE','tokenCount':258},"
                        + "{'modality':'AUDIO','tokenCount':164},{'modality':'DOCUMENT','tokenCount':258}]}"))
                .isEqualTo(Counted.tokens(278, 0, 0, 164, 258, 5, 0, 0));
    }

    @Test
    void whatWasCachedOfAModalityIsCountedOnce() {
        assertThat(read("{'promptTokenCount':700,'cachedContentTokenCount':300,'promptTokensDetails':["
                        + "{'modality':'TEXT','tokenCount':442},{'modality':'IMAGE','tokenCount':258}],"
                        + "'cacheTokensDetails':[{'modality':'TEXT','tokenCount':42},"
                        + "{'modality':'IMAGE','tokenCount':258}]}"))
                .isEqualTo(Counted.tokens(400, 300, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void outputInOtherModalitiesHasItsOwnClass() {
        Quantities usage = Objects.requireNonNull(
                read("{'promptTokenCount':10,'candidatesTokenCount':1300,'candidatesTokensDetails':["
                        + "{'modality':'IMAGE','tokenCount':1290}]}"));
        assertThat(usage.get(UsageClass.IMAGE_OUTPUT)).isEqualTo(1_290);
        assertThat(usage.get(UsageClass.OUTPUT)).isEqualTo(10);
    }

    @Test
    void theGoogleToolsOwnPromptIsInput() {
        assertThat(read("{'promptTokenCount':10,'toolUsePromptTokenCount':7}"))
                .isEqualTo(Counted.tokens(17, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void countsBeyondTheirTotalAreCutToIt() {
        assertThat(read("{'promptTokenCount':10,'cachedContentTokenCount':90,'candidatesTokenCount':-4,"
                        + "'promptTokensDetails':[{'modality':'AUDIO','tokenCount':50}]}"))
                .isEqualTo(Counted.tokens(0, 10, 0, 0, 0, 0, 0, 0));
        assertThat(read("{'promptTokenCount':10,'promptTokensDetails':[{'modality':'AUDIO','tokenCount':7},"
                        + "{'modality':'IMAGE','tokenCount':7}]}"))
                .isEqualTo(Counted.tokens(0, 0, 0, 7, 3, 0, 0, 0));
    }

    @Test
    void nothingToldIsNothingKnown() {
        assertThat(read("{}")).isNull();
        assertThat(GeminiUsage.read(null)).isNull();
    }

    private static @Nullable Quantities read(String usage) {
        try {
            return GeminiUsage.read(JsonMapper.builder().build().readTree(usage.replace('\'', '"')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
