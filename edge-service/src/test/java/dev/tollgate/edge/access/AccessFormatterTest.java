package dev.tollgate.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/// What the access log's lines look like.
class AccessFormatterTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AccessFormatter formatter = new AccessFormatter(new JsonFormatter(), MAPPER);

    @Test
    void addsWhatIsKnownAsAnObjectOfItsOwn() throws JsonProcessingException {
        AccessLine line = new AccessLine("id-1", "chat.completions", 200, "completed", 12)
                .of("acct_1", "key_1")
                .with("charge", "9007199254740993")
                .with("provider", null);
        String text = formatter.format(record("%s", line));
        assertThat(text).endsWith("}\n").hasLineCount(1);
        JsonNode access = MAPPER.readTree(text).get("access");
        assertThat(access)
                .isEqualTo(
                        MAPPER.readTree("{\"endpoint\":\"chat.completions\",\"status\":200,\"outcome\":\"completed\","
                                + "\"duration_ms\":12,\"account_id\":\"acct_1\",\"key_id\":\"key_1\","
                                + "\"charge\":\"9007199254740993\"}"));
        assertThat(MAPPER.readTree(text).get("message").textValue()).startsWith("request id-1 {endpoint=");
    }

    @Test
    void leavesOtherLinesAsTheyAre() {
        ExtLogRecord other = record("not %s", "it");
        assertThat(formatter.format(other)).isEqualTo(new JsonFormatter().format(other));
    }

    private static ExtLogRecord record(String format, Object parameter) {
        ExtLogRecord made = new ExtLogRecord(Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, "test");
        made.setParameters(new Object[] {parameter});
        return made;
    }
}
