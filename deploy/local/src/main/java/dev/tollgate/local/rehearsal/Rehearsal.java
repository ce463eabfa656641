package dev.tollgate.local.rehearsal;

import dev.tollgate.local.stack.Stack;
import dev.tollgate.local.stack.StackException;
import dev.tollgate.local.stack.StackProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The program: `Rehearsal DATA PROGRAMS CATALOGUE ROUNDS`.
///
/// DATA is the stack's data directory, PROGRAMS holds the programs that run the services ([Stack]), and ROUNDS is how
/// often the work is done; with 0 the suite just runs until the standard input is closed. Ends with 0 when every answer
/// was as it must be and all stopped.
public final class Rehearsal {

    private static final List<String> SERVICES = List.of("batch", "console", "ratelimit", "auth", "routing", "billing");

    private Rehearsal() {}

    public static void main(String... words) throws IOException {
        Path data = Path.of(words[0]);
        Path programs = Path.of(words[1]);
        Path catalogue = Path.of(words[2]);
        int rounds = Integer.parseInt(words[3]);
        try (Stack stack = Stack.builder()
                .dataDirectory(data)
                .programs(programs)
                .catalogue(catalogue)
                .demoAll(true)
                .output(line -> System.err.println("rehearsal: " + line))
                .build()) {
            stack.start();
            System.out.println("ready");
            Work work = new Work(stack.edgeUrl(1), stack.apiKey(), stack.consoleUrl(), stack.adminToken());
            for (int i = 0; i < rounds; i++) {
                work.round();
            }
            if (rounds == 0) {
                System.in.readAllBytes();
            }
            stop(stack);
            System.out.println("answers: " + work.answers());
        } catch (StackException | WrongAnswer e) {
            System.err.println("rehearsal: " + e.getMessage());
            System.exit(1);
        }
    }

    /// The edge first, which ships its journal; the others, which may have much to write, side by side.
    private static void stop(Stack stack) {
        stack.edge(1).stop();
        SERVICES.parallelStream().map(stack::process).forEach(StackProcess::stop);
    }
}
