package dev.tollgate.local.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How one process is started and known to be ready.
///
/// @param environment all of it; nothing else is inherited
/// @param readyUrl answers 200 once the process is ready; for stores, where a connection is accepted
/// @param stopWith the signal that ends it in order
/// @param stopWithin after which it is killed
record ProcessPlan(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        URI readyUrl,
        Signal stopWith,
        Duration stopWithin) {

    ProcessPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
