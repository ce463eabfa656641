package dev.tollgate.edge.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.json.Invalid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a message must look like, and how its faults are named.
class MessagesViewTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'max_tokens':1,'messages':[{'role':'user','content':'x'}]} | model | missing_required_parameter
            {'model':'m','messages':[{'role':'user','content':'x'}]} | max_tokens | missing_required_parameter
            {'model':'m','max_tokens':1} | messages | missing_required_parameter
            {'model':'m','max_tokens':1,'messages':[]} | messages | invalid_value
            {'model':'m','max_tokens':1,'messages':'x'} | messages | invalid_type
            {'model':'m','max_tokens':1,'messages':['x'],'thread':{'type':'create'}} | thread | unsupported_parameter
            {'model':'m','max_tokens':0,'messages':[{'role':'user','content':'x'}]} | max_tokens | invalid_value
            {'model':'m','max_tokens':1.5,'messages':[{'role':'user','content':'x'}]} | max_tokens | invalid_type
            {'model':'m','max_tokens':1,'messages':['x']} | messages[0] | invalid_type
            {'model':'m','max_tokens':1,'messages':[{'content':'x'}]} | messages[0].role | missing_required_parameter
            {'model':'m','max_tokens':1,'messages':[{'role':'tool','content':'x'}]} | messages[0].role | invalid_value
            {'model':'m','max_tokens':1,'messages':[{'role':'user'}]} | messages[0].content | missing_required_parameter
            {'model':'m','max_tokens':1,'messages':[{'role':'user','content':7}]} | messages[0].content | invalid_type
            """)
    void aFaultIsNamed(String body, String param, String code) {
        ServiceError error = Messages.rejected(body.replace('\'', '"'));
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.code().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'temperature':1.1 | temperature
            'top_p':-1 | top_p
            'top_k':-1 | top_k
            'stream':'yes' | stream
            'stop_sequences':'x' | stop_sequences
            'stop_sequences':['  '] | stop_sequences[0]
            'system':7 | system
            'system':[{'type':'image'}] | system[0].type
            'system':[{'type':'text'}] | system[0].text
            'metadata':'me' | metadata
            'metadata':{'user_id':7} | metadata.user_id
            'service_tier':'first' | service_tier
            'speed':'fast' | speed
            'inference_geo':'us' | inference_geo
            'thinking':{'type':'deep'} | thinking.type
            'thinking':{'type':'enabled'} | thinking.budget_tokens
            'thinking':{'type':'enabled','budget_tokens':10} | thinking.budget_tokens
            'thinking':{'type':'enabled','budget_tokens':2000} | thinking.budget_tokens
            'tools':{} | tools
            'tools':[{'input_schema':{}}] | tools[0].name
            'tools':[{'name':'a b','input_schema':{}}] | tools[0].name
            'tools':[{'name':'a'}] | tools[0].input_schema
            'tools':[{'name':'a','input_schema':{}},{'name':'a','input_schema':{}}] | tools[1].name
            'tool_choice':{'type':'any'} | tool_choice
            'tool_choice':{'type':'some'} | tool_choice.type
            'tools':[{'name':'a','input_schema':{}}],'tool_choice':{'type':'tool'} | tool_choice.name
            'tools':[{'name':'a','input_schema':{}}],'tool_choice':{'type':'tool','name':'b'} | tool_choice.name
            """)
    void aFaultOfAFieldIsNamed(String field, String param) {
        assertThat(Messages.rejected(Messages.asking(field)).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{'role':'user','content':[{'text':'x'}]}] | messages[0].content[0].type
            [{'role':'user','content':[{'type':'tool_use','id':'t','name':'n','input':{}}]}] | messages[0].content[0].type
            [{'role':'assistant','content':[{'type':'image'}]}] | messages[0].content[0].type
            [{'role':'user','content':[{'type':'image'}]}] | messages[0].content[0].source
            [{'role':'user','content':[{'type':'image','source':{'type':'base64','data':'x'}}]}] | messages[0].content[0].source.media_type
            [{'role':'user','content':[{'type':'image','source':{'type':'file','file_id':'f'}}]}] | messages[0].content[0].source.type
            [{'role':'user','content':[{'type':'container_upload','file_id':'f'}]}] | messages[0].content[0].type
            [{'role':'user','content':[{'type':'tool_result','tool_use_id':'t'}]}] | messages[0].content[0].tool_use_id
            [{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'n','input':'x'}]}] | messages[0].content[0].input
            [{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'n','input':{}}]}] | messages[0].content
            [{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'n','input':{}}]},{'role':'user','content':'x'},{'role':'assistant','content':'y'}] | messages[0].content
            """)
    void aFaultOfATurnIsNamed(String messages, String param) {
        assertThat(Messages.rejected(Messages.saying(messages)).param()).isEqualTo(param);
    }

    /// As an agent sends it: with marks for the cache, thoughts, results, and blocks that nobody here knows.
    @Test
    void whatAgentsSendIsTaken() {
        MessagesRequest request = Messages.parsed(Messages.saying("""
                [{'role':'user','content':[{'type':'text','text':'hi','cache_control':{'type':'ephemeral'}}]},
                 {'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'c2ln'},
                   {'type':'text','text':'I look.'},{'type':'tool_use','id':'toolu_1','name':'look','input':{'a':1}},
                   {'type':'tool_use','id':'toolu_2','name':'look','input':{}}]},
                 {'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':'seen'}]},
                 {'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_2','is_error':true,'content':[
                   {'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBO'}}]},
                   {'type':'text','text':'go on'}]},
                 {'role':'assistant','content':[{'type':'server_tool_use','id':'s','name':'web_search','input':{}}]},
                 {'role':'user','content':'and?'}]"""));
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.maxTokens()).isEqualTo(100);
        assertThat(request.size().unknowable()).isTrue();
    }

    @Test
    void filesAndAddressesAreBoundedByTheWindowAlone() {
        for (String block : List.of(
                "{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}}",
                "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBE'}}")) {
            assertThat(Messages.parsed(Messages.saying("[{'role':'user','content':[" + block + "]}]"))
                            .size()
                            .unknowable())
                    .as(block)
                    .isTrue();
        }
        InputSize image = Messages.parsed(Messages.saying("[{'role':'user','content':[{'type':'image','source':"
                        + "{'type':'base64','media_type':'image/png','data':'" + "A".repeat(4_000) + "'}}]}]"))
                .size();
        assertThat(image.unknowable()).isFalse();
        assertThat(image.estimate()).isBetween(1_600L, 1_800L);
    }

    @Test
    void aConversationThatGoesOnSticksThoughItsMarksWander() {
        String first = "{'role':'user','content':[{'type':'text','text':'a long question about many things'%s}]}";
        long begun = Messages.parsed(
                        Messages.saying("[" + first.formatted(",'cache_control':{'type':'ephemeral'}") + "]"))
                .affinity();
        long goneOn = Messages.parsed(Messages.saying("[" + first.formatted("")
                        + ",{'role':'assistant','content':'yes'},{'role':'user','content':'why?'}]"))
                .affinity();
        assertThat(goneOn).isEqualTo(begun);
        assertThat(Messages.parsed(Messages.saying("[{'role':'user','content':'another'}]"))
                        .affinity())
                .isNotEqualTo(begun);
    }

    @Test
    void versionsAndFeaturesAreJudgedAndALongContextIsForModelsThatHaveIt() {
        VersionHeaders headers = VersionHeaders.of(null, List.of("a-1, context-1m-2025-08-07", "b-2"));
        assertThat(headers.toProvider(200_000))
                .isEqualTo(Map.of("anthropic-version", "2023-06-01", "anthropic-beta", "a-1,b-2"));
        assertThat(headers.toProvider(1_000_000)).containsEntry("anthropic-beta", "a-1,context-1m-2025-08-07,b-2");
        assertThat(VersionHeaders.of("2026-10-21", List.of()).toProvider(1))
                .isEqualTo(Map.of("anthropic-version", "2026-10-21"));
        assertThat(rejected("now", List.of())).isEqualTo("anthropic-version");
        assertThat(rejected(null, List.of("a b"))).isEqualTo("anthropic-beta");
    }

    private static String rejected(@Nullable String version, List<String> betas) {
        try {
            VersionHeaders.of(version, betas);
            return "";
        } catch (Invalid invalid) {
            assertThat(invalid.error().code()).isEqualTo(ErrorCode.INVALID_VALUE);
            return String.valueOf(invalid.error().param());
        }
    }
}
