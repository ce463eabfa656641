package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A provider's address leads to the provider, and nowhere else.
class ProviderAddressTest extends DispatchRig {
    /// DNS rebinding: the catalogue has judged the name as it is written.
    @Test
    void aNameThatComesToMeanThisMachineGetsNotAByte() {
        streaming = false;
        route = List.of(targetAt("misled", 0, MISLEADING), targetAt("good", 1, "localhost"));
        script.add(answer(200, ANSWER));
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(called()).containsExactly("good");
        assertThat(clearances).containsExactly("good");
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("address", "ok");
    }

    @Test
    void withNoOtherProviderTheCallerLearnsNothingOfIt() {
        route = List.of(targetAt("misled", 0, MISLEADING));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("upstream_error").doesNotContain(MISLEADING, "127.0.0.1");
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        streaming = false;
        route = targets(2);
        script.add(answer(status, "{}", "Location: /d1/secret"));
        script.add(answer(200, ANSWER));
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(received).hasSize(2);
        assertThat(received.get(1)).startsWith("POST /d1/chat/completions");
    }

    @Test
    void whereItWouldHaveLedIsNotTold() {
        streaming = false;
        script.add(answer(302, "{}", "Location: http://169.254.169.254/latest/meta-data"));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body() + answer.headers().map()).doesNotContain("169.254");
        assertThat(received).hasSize(1);
    }
}
