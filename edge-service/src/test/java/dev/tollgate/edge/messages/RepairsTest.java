package dev.tollgate.edge.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is changed of a body for a provider that speaks the same format.
class RepairsTest {
    private static final String SOUND = "{ \"max_tokens\": 100, \"model\":\"m\",\n \"messages\":[{\"role\":\"user\","
            + "\"content\":\"\\u00fc hi\"}], \"temperature\": 0.50, \"new_field\":{\"a\":[1]} }";

    @Test
    void aSoundBodyIsTheSameButForTheModelsName() {
        assertThat(Messages.parsed(SOUND).rewritten("up", null)).hasToString(SOUND.replace("\"m\"", "\"up\""));
        assertThat(Messages.parsed(SOUND).rewritten("up", 500L)).hasToString(SOUND.replace("\"m\"", "\"up\""));
    }

    @Test
    void aLowerBoundIsPutInItsPlace() {
        assertThat(Messages.parsed(SOUND).rewritten("up", 7L))
                .hasToString(SOUND.replace("\"m\"", "\"up\"").replace("100", "7"));
    }

    @Test
    void aLowerBoundLowersTheBudgetOfThinkingAndNeverSetsItOff() {
        String body = "{'model':'m','max_tokens':9000,'messages':[{'role':'user','content':'hi'}],"
                + "'thinking':{'type':'enabled','budget_tokens':5000}}";
        assertThat(rewritten(body, 4_000L)
                        .path("thinking")
                        .path("budget_tokens")
                        .asLong())
                .isEqualTo(2_976);
        assertThat(rewritten(body, 6_000L)
                        .path("thinking")
                        .path("budget_tokens")
                        .asLong())
                .isEqualTo(5_000);
        assertThat(rewritten(body, 1_500L)
                        .path("thinking")
                        .path("budget_tokens")
                        .asLong())
                .isEqualTo(1_024);
    }

    /// An hour costs more to write, and the price list has one price for writing.
    @Test
    void marksOfTheCacheLiveForFiveMinutes() {
        JsonNode sent = rewritten("""
                {'model':'m','max_tokens':9,'cache_control':{'type':'ephemeral','ttl':'1h'},
                 'system':[{'type':'text','text':'x','cache_control':{'type':'ephemeral','ttl':'1h'}}],
                 'tools':[{'name':'a','input_schema':{},'cache_control':{'type':'ephemeral','ttl':'1h'}}],
                 'messages':[{'role':'user','content':[{'type':'text','text':'the ttl is 1h',
                   'cache_control':{'type':'ephemeral','ttl':'5m'}}]}]}""", null);
        assertThat(sent.toString()).doesNotContain("\"1h\"").contains("\"5m\"", "the ttl is 1h");
        assertThat(sent.findValues("cache_control")).hasSize(4);
    }

    @Test
    void thoughtsThatNobodySignedAreLeftOutAndSoIsTheBudgetBehindTheirCalls() {
        JsonNode sent = rewritten("""
                {'model':'m','max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':2000},
                 'tools':[{'name':'a','input_schema':{}}],
                 'messages':[{'role':'user','content':'x'},
                  {'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'tollgate-unsigned'}]},
                  {'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'tollgate-unsigned'},
                   {'type':'tool_use','id':'functions.a:0','name':'a','input':{}}]},
                  {'role':'user','content':[{'type':'tool_result','tool_use_id':'functions.a:0','content':'y'}]}]}""", null);
        assertThat(sent.has("thinking")).isFalse();
        assertThat(sent.path("messages")).isEqualTo(Messages.json("""
                [{'role':'user','content':'x'},
                 {'role':'assistant','content':[{'type':'tool_use','id':'functions_a_0','name':'a','input':{}}]},
                 {'role':'user','content':[{'type':'tool_result','tool_use_id':'functions_a_0','content':'y'}]}]"""));
    }

    private static JsonNode rewritten(String body, @Nullable Long bound) {
        return Messages.json(
                Messages.parsed(body.replace('\'', '"')).rewritten("up", bound).toString());
    }
}
