package dev.tollgate.edge.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingTest {
    private static final String DETAIL =
            "{'type':'reasoning.text','text':'hm','signature':'s','format':'anthropic-claude-v1','index':0}";
    private static final String WEATHER = "'tools':[{'type':'function','function':{'name':'weather'}}]";

    @ParameterizedTest
    @CsvSource({
        "minimal, 1024",
        "low, 2048",
        "medium, 8192",
        "high, 16384",
        "xhigh, 32768",
    })
    void anEffortIsABudget(String effort, long budget) {
        assertThat(thinking(Asked.BUDGETED, "'max_tokens':64000,'reasoning_effort':'" + effort + "'"))
                .isEqualTo(Asked.json("{'type':'enabled','budget_tokens':" + budget + "}"));
    }

    @Test
    void noEffortIsNoThinking() {
        assertThat(thinking(Asked.BUDGETED, "'reasoning_effort':'none'").isMissingNode())
                .isTrue();
        assertThat(thinking(Asked.BUDGETED, "'x':1").isMissingNode()).isTrue();
        assertThat(thinking(Asked.OLD, "'reasoning_effort':'high'").isMissingNode())
                .isTrue();
    }

    @Test
    void theCallersOwnBudgetIsKept() {
        assertThat(thinking(Asked.BUDGETED, "'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':5000}"))
                .isEqualTo(Asked.json("{'type':'enabled','budget_tokens':5000}"));
        assertThat(thinking(Asked.BUDGETED, "'thinking':{'type':'disabled'}").isMissingNode())
                .isTrue();
    }

    /// Rules 13: the clamp lowers the budget, and never sets it off.
    @Property
    void aClampLowersABudgetAndNeverSetsItOff(
            @ForAll @LongRange(min = 1_025, max = 100_000) long bound,
            @ForAll @LongRange(min = 0, max = 200_000) long wanted) {
        JsonNode thinking = Asked.translated(
                        Asked.BUDGETED,
                        "'messages':[{'role':'user','content':'hi'}],'thinking':{'type':'enabled','budget_tokens':"
                                + wanted + "}",
                        bound)
                .path("thinking");

        long budget = thinking.path("budget_tokens").asLong();
        assertThat(budget).isBetween(1_024L, bound - 1).isLessThanOrEqualTo(Math.max(wanted, 1_024));
        assertThat(bound - budget).isGreaterThanOrEqualTo(Math.min(1_024, bound - 1_024));
    }

    @ParameterizedTest
    @CsvSource({"minimal, low", "low, low", "medium, medium", "high, high", "xhigh, max"})
    void newerModelsAreGuidedByAnEffort(String effort, String told) {
        ObjectNode body = Asked.of(Asked.ADAPTIVE, "'reasoning_effort':'" + effort + "'");

        assertThat(body.get("thinking")).isEqualTo(Asked.json("{'type':'adaptive','display':'summarized'}"));
        assertThat(body.at("/output_config/effort").asText()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            claude-opus-4-7   | {}
            claude-opus-5     | {'thinking':{'type':'disabled'}}
            claude-haiku-5-5  | {'thinking':{'type':'disabled'}}
            claude-sonnet-5-5 | {'thinking':{'type':'between_tools'}}
            claude-opus-5-5   | {'output_config':{'effort':'low'}}
            """)
    void eachModelRestsInItsOwnWay(String model, String expected) {
        ObjectNode body = Asked.of(model, "'reasoning_effort':'none'");
        body.retain("thinking", "output_config");

        assertThat(body).isEqualTo(Asked.json(expected));
    }

    @Test
    void aForcedToolRulesThinkingOut() {
        String fields = WEATHER + ",'tool_choice':'required','reasoning_effort':'high'";

        assertThat(thinking(Asked.BUDGETED, fields).isMissingNode()).isTrue();
        assertThat(thinking("claude-opus-5", fields)).isEqualTo(Asked.json("{'type':'disabled'}"));
        assertThat(thinking("claude-opus-5", WEATHER + ",'tool_choice':'required'"))
                .isEqualTo(Asked.json("{'type':'disabled'}"));
    }

    @Test
    void thoughtsSentBackLeadTheTurn() {
        ObjectNode body = Asked.of(Asked.BUDGETED, loop(DETAIL) + ",'reasoning_effort':'low'");

        assertThat(body.at("/messages/1/content"))
                .isEqualTo(Asked.json("[{'type':'thinking','thinking':'hm','signature':'s'},"
                        + "{'type':'tool_use','id':'1','name':'weather','input':{}}]"));
        assertThat(body.has("thinking")).isTrue();
    }

    @Test
    void withoutThemAToolsLoopGoesOnWithoutThinking() {
        ObjectNode body = Asked.of(Asked.BUDGETED, loop("") + ",'reasoning_effort':'low'");

        assertThat(body.has("thinking")).isFalse();
        assertThat(Asked.of(Asked.ADAPTIVE, loop("") + ",'reasoning_effort':'low'")
                        .has("thinking"))
                .isTrue();
    }

    @Test
    void thoughtsAreNotToldToAModelThatDoesNotThink() {
        String foreign = "{'type':'reasoning.text','text':'hm','signature':'s','format':'other'},"
                + "{'type':'reasoning.text','text':'hm','format':'anthropic-claude-v1'}";

        assertThat(Asked.of(Asked.BUDGETED, loop(DETAIL)).toString()).doesNotContain("thinking");
        assertThat(Asked.of(Asked.BUDGETED, loop(foreign)).toString()).doesNotContain("hm");
        assertThat(Asked.of(Asked.LATEST, loop(DETAIL)).at("/messages/1/content/0/type"))
                .isEqualTo(Asked.json("'thinking'"));
    }

    @Test
    void whatIsRedactedIsSentBackToo() {
        String redacted = "{'type':'reasoning.encrypted','data':'xyz','format':'anthropic-claude-v1'}";

        assertThat(Asked.of(Asked.BUDGETED, loop(redacted) + ",'reasoning_effort':'low'")
                        .at("/messages/1/content/0"))
                .isEqualTo(Asked.json("{'type':'redacted_thinking','data':'xyz'}"));
    }

    private static String loop(String details) {
        return WEATHER + ",'messages':[{'role':'user','content':'x'},{'role':'assistant','reasoning_details':["
                + details
                + "],'tool_calls':[{'id':'1','type':'function','function':{'name':'weather','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'1','content':'y'}]";
    }

    private static JsonNode thinking(String model, String fields) {
        return Asked.of(model, fields).path("thinking");
    }
}
