package dev.tollgate.edge.journal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.money.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads what former runs left: what billing may not have yet, and the requests that were cut off.
final class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);

    /// @param done a usage record made from the last progress, interrupted and estimated
    record Interrupted(long epoch, UsageFrame.Done done) {}

    /// @param damaged stretches of bytes that were no frames
    record Recovered(List<Segment> segments, List<Interrupted> interrupted, long lastSequence, int damaged) {}

    private static final class Cut {
        long epoch;
        UsageFrame.@Nullable Open open;
        UsageFrame.@Nullable Progress progress;
    }

    private final ObjectReader json;
    private final SequencedMap<String, Cut> open = new LinkedHashMap<>();
    private long lastSequence;
    private int damaged;

    private Recovery(ObjectMapper mapper) {
        this.json = mapper.readerFor(UsageFrame.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    static Recovered read(JournalDirectory directory, ObjectMapper mapper) throws IOException {
        Recovery recovery = new Recovery(mapper);
        List<Segment> segments = new ArrayList<>();
        List<Long> numbers = directory.segments();
        for (long number : numbers) {
            boolean isLast = number == numbers.getLast();
            Segment segment =
                    Segment.recovered(number, directory.segment(number), Files.size(directory.segment(number)));
            segment.firstSpilled = recovery.lastSequence + 1;
            recovery.read(segment, isLast);
            segments.add(segment);
        }
        return new Recovered(segments, recovery.interrupted(), recovery.lastSequence, recovery.damaged);
    }

    private void read(Segment segment, boolean isLast) throws IOException {
        FrameCodec.Scanned scanned = FrameCodec.scan(segment.read());
        damaged += scanned.damaged();
        if (scanned.torn()) {
            if (isLast) {
                segment.cut(scanned.end());
            } else {
                damaged++;
            }
        }
        for (Frame frame : scanned.frames()) {
            lastSequence = Math.max(lastSequence, frame.sequence());
            note(frame);
        }
    }

    private void note(Frame frame) {
        UsageFrame parsed;
        try {
            parsed = json.readValue(frame.payload());
        } catch (IOException e) {
            LOG.warnf("frame %d is not known to this version; billing gets it as it is", frame.sequence());
            return;
        }
        switch (parsed) {
            case UsageFrame.Open begun -> {
                Cut cut = open.computeIfAbsent(begun.requestId(), id -> new Cut());
                cut.epoch = frame.epoch();
                cut.open = begun;
            }
            case UsageFrame.Progress progress ->
                open.computeIfAbsent(progress.requestId(), id -> new Cut()).progress = progress;
            case UsageFrame.Done done -> open.remove(done.requestId());
        }
    }

    private List<Interrupted> interrupted() {
        List<Interrupted> records = new ArrayList<>();
        for (Cut cut : open.values()) {
            UsageFrame.Open begun = cut.open;
            if (begun != null) {
                records.add(new Interrupted(cut.epoch, done(begun, cut.progress)));
            }
        }
        return records;
    }

    /// Nothing is charged when nothing is known to have reached the caller (rules 17).
    static UsageFrame.Done done(UsageFrame.Open open, UsageFrame.@Nullable Progress progress) {
        Map<String, Long> quantities = new LinkedHashMap<>();
        Map<String, Long> components = new LinkedHashMap<>();
        UsageFrame.RecoveryPrices prices = open.prices();
        if (progress != null) {
            add(quantities, components, "input", open.inputBound(), prices == null ? 0 : prices.input());
            add(quantities, components, "output", progress.delivered(), prices == null ? 0 : prices.output());
        }
        long charge = components.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> incurred = progress == null ? Map.of("input", open.inputBound()) : quantities;
        return new UsageFrame.Done(
                UsageFrame.VERSION,
                open.subject(),
                quantities,
                components,
                charge,
                incurred,
                null,
                UsageFrame.Outcome.INTERRUPTED,
                true,
                progress == null ? 0 : 200,
                null,
                null,
                null,
                List.of(),
                null,
                0);
    }

    private static void add(
            Map<String, Long> quantities, Map<String, Long> components, String usage, long quantity, long price) {
        if (quantity > 0) {
            quantities.put(usage, quantity);
            components.put(usage, Cost.component(quantity, price));
        }
    }
}
