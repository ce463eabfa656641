package dev.tollgate.batch.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tollgate.batch.file.Files;
import dev.tollgate.batch.store.StoreUnavailable;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.jboss.logging.Logger;

/// One line: read from the input, asked of the edge, noted.
///
/// @param holder whose the lines are
record LineRun(EdgeCalls edge, Files files, LineRows lines, JobMetrics metrics, Judge judge, UUID holder) {
    private static final Logger LOG = Logger.getLogger(LineRun.class);
    private static final JsonFactory JSON = new JsonFactory();

    /// What fails here is asked again when the line's lease ends, by its name.
    void of(TakenLine line) {
        metrics.begun();
        try {
            note(line, verdict(line));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            LOG.warnf("%s is noted later: %s", line.name(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "%s failed", line.name());
        } finally {
            metrics.over();
        }
    }

    private Verdict verdict(TakenLine line) throws IOException, InterruptedException {
        byte[] body = body(files.read(line.inputFileId(), line.at(), line.bytes()));
        EdgeAnswer answer;
        try {
            answer = edge.ask(line, body);
        } catch (IOException e) {
            LOG.debugf("the edge is asked again for %s: %s", line.name(), e.toString());
            return judge.unreached();
        }
        return judge.of(answer, line.tries());
    }

    private void note(TakenLine line, Verdict verdict) {
        switch (verdict) {
            case Verdict.Answered answered -> {
                lines.answered(line, holder, answered);
                metrics.line("answered");
            }
            case Verdict.Lost lost -> {
                lines.lost(line, holder, lost);
                metrics.line("lost");
            }
            case Verdict.Later later -> {
                lines.later(line, holder, later);
                metrics.line(later.batch() ? "limited" : "retried");
            }
        }
    }

    /// The bytes of the line's `body`, as they are written.
    static byte[] body(byte[] line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isBody = parser.currentName().equals("body");
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (isBody) {
                    return Arrays.copyOfRange(
                            line, from, (int) parser.currentLocation().getByteOffset());
                }
            }
        }
        throw new IOException("the line has no body");
    }
}
