package dev.tollgate.bench.micro;

import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// A line of the table.
final class Row {
    private static final String FORMAT = "%-44s %16s %14s %14s";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static final String HEAD = FORMAT.formatted("benchmark", "ns/op", "± ns", "B/op");

    private Row() {}

    static String of(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> bytes = result.getSecondaryResults().get(ALLOCATED);
        return FORMAT.formatted(
                name(result.getParams()),
                number(time.getScore(), 1),
                number(time.getScoreError(), 1),
                bytes == null ? "" : number(bytes.getScore(), 0));
    }

    private static String name(BenchmarkParams params) {
        String whole = params.getBenchmark();
        String method = whole.substring(whole.lastIndexOf('.', whole.lastIndexOf('.') - 1) + 1);
        String given = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
        return method + " " + given;
    }

    private static String number(double value, int digits) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
