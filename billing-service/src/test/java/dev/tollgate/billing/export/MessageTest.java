package dev.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.ExportedUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What is promised to readers, beside what is sent.
class MessageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "docs", "export.md");
    private static final Path SCHEMA = Path.of("..", "contracts", "export", "usage-record-v1.schema.json");

    private static final String ROW = """
            {"day": "2026-01-31", "request_id": "019c13ec-9e00-7000-8000-000000000001", "revision": 1,
             "edge_id": "edge-0", "epoch": 3, "account_id": "acct_42", "key_id": "key_7", "limit_ids": [],
             "client_request_id": "order-1001", "group_name": "default", "model": "gpt-4o-mini",
             "endpoint": "chat.completions", "stream": true, "admitted_at": "2026-01-31T12:00:00.000Z",
             "price_version": 12, "stated_price_version": 12, "quantities": {"output": 300, "input": 1000, "cached_input": 2000},
             "prices": {"output": 600000000, "input": 150000000, "cached_input": 15000000},
             "components": {"output": 180000, "input": 150000, "cached_input": 30000}, "hold": 900000, "charge": 360000,
             "stated_charge": 360000, "uncollected": 0, "late": false,
             "incurred": {"output": 300, "input": 1000, "cached_input": 2000}, "provider_cost": 240000,
             "outcome": "COMPLETED", "estimated": false, "http_status": 200, "provider": "openai", "deployment": "openai-main",
             "upstream_model": "gpt-4o-mini-2024-07-18",
             "attempts": [{"deployment": "openai-main", "result": "ok", "millis": 412}], "first_byte_ms": 380,
             "duration_ms": 2150, "unknown": null, "content": "c", "made_here": false, "periods": {},
             "batch": "019c13ec-9e00-7000-8000-0000000000ff", "posted_at": "2026-01-31T12:00:02.400+00:00"}
            """;

    @Test
    void theExampleOfThePageIsWhatIsSent() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("```json\n") + "```json\n".length();
        String example = page.substring(from, page.indexOf("```", from));
        Message message = Message.of(1, ROW);
        String sent = message.value();
        assertThat(JSON.readTree(sent)).isEqualTo(JSON.readTree(example));
        assertThat(message.account()).isEqualTo("acct_42");
        ExportSchema.assertValid(sent);
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        String row = ROW.replace("\"order-1001\"", "null")
                .replace("\"provider_cost\": 240000", "\"provider_cost\": null")
                .replace("\"first_byte_ms\": 380", "\"first_byte_ms\": null");
        String sent = Message.of(1, row).value();
        ExportSchema.assertValid(sent);
        JsonNode json = JSON.readTree(sent);
        assertThat(json.get("client_request_id").isNull()).isTrue();
        assertThat(json.get("provider_cost").isNull()).isTrue();
        assertThat(json.get("first_byte_ms").isNull()).isTrue();
    }

    /// A field that is added is described, and one that is described is sent.
    @Test
    void theSchemaHasEveryFieldAndThePageNamesEach() throws IOException {
        JsonNode schema = JSON.readTree(Files.readString(SCHEMA));
        JsonNode sent = JSON.readTree(Message.of(1, ROW).value());
        assertThat(names(schema.get("properties"))).isEqualTo(names(sent));
        assertThat(schema.get("properties").get("schema").get("const").asInt()).isEqualTo(ExportedUsage.SCHEMA);
        String page = Files.readString(PAGE);
        assertThat(names(sent)).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }
}
