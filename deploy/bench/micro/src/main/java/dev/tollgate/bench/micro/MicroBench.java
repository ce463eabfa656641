package dev.tollgate.bench.micro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks whose names match, one after the other, and prints a row for each parameter as they end.
public final class MicroBench {
    private final Asked asked;
    private final List<RunResult> all = new ArrayList<>();

    private MicroBench(Asked asked) {
        this.asked = asked;
    }

    public static void main(String[] arguments) throws RunnerException {
        new MicroBench(Asked.of(arguments)).run();
    }

    private void run() throws RunnerException {
        SortedSet<BenchmarkListEntry> found = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of(asked.pattern()),
                        List.of());
        if (found.isEmpty()) {
            System.err.println("no benchmark's name matches " + asked.pattern());
            System.exit(1);
        }
        System.out.println(Row.HEAD);
        for (BenchmarkListEntry one : found) {
            Collection<RunResult> results = new Runner(options(one.getUsername())).run();
            results.forEach(result -> System.out.println(Row.of(result)));
            all.addAll(results);
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, asked.json()).writeOut(all);
        System.out.println("written to " + asked.json());
    }

    private org.openjdk.jmh.runner.options.Options options(String name) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + name.replace(".", "\\.") + "$")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        return asked.pace().set(options).build();
    }
}
