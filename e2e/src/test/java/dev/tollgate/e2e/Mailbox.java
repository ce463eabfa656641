package dev.tollgate.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the suite mailed to one address: each mail is a file.
record Mailbox(Path mails, String address) {
    private static final Duration SOON = Duration.ofSeconds(20);

    /// The path of the link of the newest mail that has one there, once it has come.
    String link(String path) {
        return Objects.requireNonNull(await().atMost(SOON).until(() -> find(path), Objects::nonNull));
    }

    private @Nullable String find(String path) throws IOException {
        Pattern wanted = Pattern.compile(Pattern.quote(path) + "\\?token=\\w+");
        try (Stream<Path> files = Files.list(mails)) {
            List<Path> written = files.filter(file -> file.toString().contains(address))
                    .filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
            for (Path mail : written.reversed()) {
                MatchResult found = wanted.matcher(Files.readString(mail))
                        .results()
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    return found.group();
                }
            }
        }
        return null;
    }
}
