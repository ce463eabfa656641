package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageFrame;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Run in a JVM of its own: appends as fast as it can and says a line for each frame that was acknowledged, until
/// it is killed. With `hold` it only keeps the directory.
final class JournalProcess {
    private static final int STREAMS = 20;

    private JournalProcess() {}

    static Process start(Path dir, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                JournalProcess.class.getName(),
                dir.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[0]);
        if (arguments[1].equals("hold")) {
            hold(dir, System.in);
        } else {
            append(new Bench(TestSettings.in(dir).syncing(JournalConfig.Sync.valueOf(arguments[1]))));
        }
    }

    private static void hold(Path dir, InputStream until) throws IOException {
        try (JournalDirectory directory = JournalDirectory.open(dir, Optional.empty())) {
            out().println("held " + directory.edgeId());
            int end = until.read();
            out().println("end " + end);
        }
    }

    private static void append(Bench bench) {
        PrintStream out = out();
        for (int round = 0; ; round++) {
            for (int stream = 0; stream < STREAMS; stream++) {
                // Each at another step: whenever it is killed, some are under way.
                int step = round + stream;
                String id = step / 5 + "-" + stream;
                UsageFrame frame =
                        switch (step % 5) {
                            case 0 -> Samples.open(id);
                            case 4 -> Samples.done(id);
                            default -> Samples.progress(id, step % 5);
                        };
                bench.append(frame).onSuccess(written -> say(out, frame));
            }
            while (bench.writer.depth() > STREAMS) {
                Thread.onSpinWait();
            }
        }
    }

    private static void say(PrintStream out, UsageFrame frame) {
        String line =
                switch (frame) {
                    case UsageFrame.Open open -> "open " + open.requestId();
                    case UsageFrame.Progress progress ->
                        "progress " + progress.requestId() + " " + progress.delivered();
                    case UsageFrame.Done done -> "done " + done.requestId();
                };
        out.println(line);
    }

    private static PrintStream out() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    }
}
