package dev.tollgate.batch.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.FileSystemException;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser.MalformedMessageException;
import org.junit.jupiter.api.Test;

class FormFaultsTest {
    private final IOException full = new IOException("No space left on device");

    private final UploadOutage outage = new UploadOutage();

    @Test
    void aFormThatEndsTooSoonOrIsNoneIsTheCallersFault() {
        assertThat(FormFaults.isCallers(new MalformedMessageException())).isTrue();
        assertThat(FormFaults.isCallers(new IOException("Connection terminated parsing multipart request")))
                .isTrue();
        assertThat(FormFaults.isCallers(new IOException("Connection terminated reading multipart data")))
                .isTrue();
        assertThat(FormFaults.isCallers(new UnsupportedEncodingException("none")))
                .isTrue();
    }

    @Test
    void aDiskThatFailsIsNot() {
        assertThat(FormFaults.isCallers(full)).isFalse();
        assertThat(FormFaults.isCallers(new IOException((String) null))).isFalse();
        assertThat(FormFaults.isCallers(new RuntimeException(full))).isFalse();
        assertThat(FormFaults.isCallers(null)).isFalse();
    }

    @Test
    void aDiskThatFailsIsAnOutageAlsoWhereItIsWrapped() {
        assertThat(outage.isToldBy(full)).isTrue();
        assertThat(outage.isToldBy(new RuntimeException(new FileSystemException("uploads"))))
                .isTrue();
    }

    @Test
    void aFaultOfOursIsNoOutage() {
        assertThat(outage.isToldBy(new IllegalStateException())).isFalse();
        assertThat(outage.isToldBy(new JsonParseException("no JSON"))).isFalse();
    }
}
