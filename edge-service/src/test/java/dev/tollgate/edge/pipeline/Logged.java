package dev.tollgate.edge.pipeline;

import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/// What is logged while something is done.
final class Logged {
    private Logged() {}

    /// @param lines to which errors are added, formatted
    static <T> T during(String category, List<String> lines, Supplier<T> doing) {
        Logger logger = Logger.getLogger(category);
        Handler handler = new Lines(lines);
        logger.addHandler(handler);
        try {
            return doing.get();
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static final class Lines extends Handler {
        private final List<String> lines;
        private final Formatter message = new PatternFormatter("%s");

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                lines.add(message.format(line));
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
