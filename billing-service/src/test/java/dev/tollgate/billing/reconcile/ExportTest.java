package dev.tollgate.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.reconcile.Export.ModelDay;
import dev.tollgate.contract.billing.v1.ReconciliationReport.Figure;
import dev.tollgate.contract.billing.v1.ReconciliationReport.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExportTest {
    private static final BigDecimal USD_PER_CREDIT = new BigDecimal("0.12");
    private static final LocalDate DAY = LocalDate.of(2026, 9, 28);
    private static final String ANTHROPIC = """
            usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed
            2026-09-28,claude-x-20250514,a,Default,standard,≤ 200k,100,10,5,50,7,0,not_available,
            2026-09-28,claude-x-20250514,"b ""2"", c",Default,batch,≤ 200k,1,0,0,0,1,0,not_available,
            """;
    private static final String USAGE = """
            start_time,end_time,start_time_iso,end_time_iso,num_model_requests,project_id,model,batch,input_tokens,output_tokens,input_cached_tokens,input_audio_tokens,output_audio_tokens
            1790553600,1790640000,2026-09-28T00:00:00+00:00,2026-09-29T00:00:00+00:00,3,p,gpt-x-2026-05-13,false,1000,200,400,7,9
            1790640000,1790726400,2026-09-29T00:00:00+00:00,2026-09-30T00:00:00+00:00,,,,,,,,,
            """;
    private static final String COSTS = """
            start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id
            1790553600,1790640000,2026-09-28,2026-09-29,0.003835980000000000000000000000,usd,100,tokens,"gpt-x, input",p
            1790553600,1790640000,2026-09-28,2026-09-29,2.4E-7,usd,1,tokens,"gpt-x, output",p
            1790640000,1790726400,2026-09-29,2026-09-30,,,,,,
            """;

    @Test
    void anthropicsUsageIsSummedByDayAndModel() {
        Export export = Dialect.ANTHROPIC.read(Csv.read(ANTHROPIC), USD_PER_CREDIT);
        assertThat(export.lines()).isEqualTo(2);
        assertThat(export.sums())
                .containsExactly(Map.entry(
                        new ModelDay(DAY, "claude-x-20250514"),
                        Map.of(
                                Measure.INPUT, 101L,
                                Measure.CACHED_INPUT, 50L,
                                Measure.CACHE_WRITE, 15L,
                                Measure.OUTPUT, 8L)));
    }

    @Test
    void openaisUsageIsMadeDisjoint() {
        Export export = Dialect.OPENAI.read(Csv.read("\uFEFF" + USAGE.replace("\n", "\r\n")), USD_PER_CREDIT);
        assertThat(export.lines()).isEqualTo(1);
        assertThat(export.sums())
                .containsExactly(Map.entry(
                        new ModelDay(DAY, "gpt-x-2026-05-13"),
                        Map.of(
                                Measure.REQUESTS, 3L,
                                Measure.INPUT, 600L,
                                Measure.CACHED_INPUT, 400L,
                                Measure.AUDIO_INPUT, 7L,
                                Measure.OUTPUT, 200L,
                                Measure.AUDIO_OUTPUT, 9L)));
    }

    /// USD 0.00383622 ÷ 0.12, rounded once.
    @Test
    void openaisCostsBecomeCreditsExactly() {
        Export export = Dialect.OPENAI.read(Csv.read(COSTS), USD_PER_CREDIT);
        assertThat(export.sums())
                .containsExactly(Map.entry(new ModelDay(DAY, "gpt-x"), Map.of(Measure.COST, 31_968_500L)));
    }

    @Test
    void columnsAreFoundInAnyOrder() {
        String turned = USAGE.lines()
                .map(line -> List.of(line.split(",", -1)).reversed())
                .map(fields -> String.join(",", fields))
                .collect(Collectors.joining("\n"));
        assertThat(Dialect.OPENAI.read(Csv.read(turned), USD_PER_CREDIT).sums())
                .isEqualTo(Dialect.OPENAI.read(Csv.read(USAGE), USD_PER_CREDIT).sums());
    }

    @Test
    void anUnknownUnitIsRefusedByLine() {
        refuses(
                Dialect.ANTHROPIC,
                ANTHROPIC.replace(",8,0,not", ",8,3,not").replace("1,0,0,0,1,0,not", "1,0,0,0,1,3,not"),
                "line 3: web_search_count counts what is not known here");
        refuses(
                Dialect.OPENAI,
                USAGE.replace("input_audio_tokens", "input_video_tokens"),
                "line 2: input_video_tokens counts what is not known here");
        refuses(
                Dialect.OPENAI,
                COSTS.replace("100,tokens", "100,furlongs"),
                "line 2: the unit is not known here: furlongs");
        refuses(Dialect.OPENAI, COSTS.replace("E-7,usd", "E-7,eur"), "line 3: the currency is not usd: eur");
        refuses(
                Dialect.OPENAI,
                USAGE.replace(",1000,", ",1000.5,"),
                "line 2: input_tokens is not a whole number: 1000.5");
        refuses(Dialect.OPENAI, USAGE.replace(",1000,", ",100,"), "line 2: more cached input than input");
        refuses(
                Dialect.OPENAI,
                USAGE.replace("num_model_requests", "requests"),
                "line 1: there is no column num_model_requests");
        refuses(Dialect.ANTHROPIC, COSTS, "line 1: there is no column usage_date_utc");
    }

    @Test
    void whatIsNoCsvIsRefusedByLine() {
        assertThatThrownBy(() -> Csv.read("a,b\n1\n")).hasMessage("line 2: has 1 fields, the header 2");
        assertThatThrownBy(() -> Csv.read("a,b\n1,\"2\n")).hasMessage("line 2: a quote is not closed");
        assertThatThrownBy(() -> Csv.read("a,b\n1,\"2\"3\n")).hasMessage("line 2: text after a closing quote");
        assertThatThrownBy(() -> Csv.read("a,a\n")).hasMessage("line 1: the column a is there twice");
        assertThatThrownBy(() -> Csv.read("\n\n")).hasMessage("line 1: there is no header");
    }

    @Property
    void fieldsReadBackAsTheyWereWritten(@ForAll List<String> first, @ForAll List<String> second) {
        int size = Math.min(first.size(), second.size());
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < size; i++) {
            text.append(quoted(first.get(i)))
                    .append(',')
                    .append(quoted(second.get(i)))
                    .append("\r\n");
        }
        Csv.Table table = Csv.read(text.toString());
        assertThat(table.lines()).hasSize(size);
        for (int i = 0; i < size; i++) {
            assertThat(table.lines().get(i).fields()).containsExactly(first.get(i), second.get(i));
        }
    }

    @Test
    void oursAndTheirsAreLaidSideBySide() {
        Export theirs = Dialect.OPENAI.read(Csv.read(USAGE), USD_PER_CREDIT);
        List<Row> rows = Comparison.of(
                theirs,
                Map.of(
                        new ModelDay(DAY, "gpt-x"),
                        Map.of(Measure.REQUESTS, 3L, Measure.INPUT, 500L, Measure.CACHED_INPUT, 400L, Measure.COST, 5L),
                        new ModelDay(DAY, "other"),
                        Map.of(Measure.REQUESTS, 1L),
                        new ModelDay(DAY.minusDays(3), "gpt-x"),
                        Map.of(Measure.REQUESTS, 9L)));
        assertThat(rows).extracting(Row::model).containsExactly("gpt-x", "other");
        assertThat(rows.getFirst().theirNames()).containsExactly("gpt-x-2026-05-13");
        assertThat(rows.getFirst().figures())
                .contains(
                        new Figure("requests", 3, 3, 0, "0.0 %"),
                        new Figure("input", 500, 600, 100, "+20.0 %"),
                        new Figure("output", 0, 200, 200, "-"))
                .noneMatch(figure -> figure.what().equals("cost"));
        assertThat(rows).noneMatch(Row::agrees);
    }

    private static String quoted(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }

    private static void refuses(Dialect dialect, String csv, String why) {
        assertThatThrownBy(() -> dialect.read(Csv.read(csv), USD_PER_CREDIT)).hasMessage(why);
    }
}
