package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.billing.v1.UsageFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes that are really killed.
class CrashTest {
    private static final int LINES = 6_000;

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(JournalConfig.Sync.class)
    void rule3WhatWasAcknowledgedSurvivesKill9AndEachOpenRequestBecomesOneRecord(JournalConfig.Sync sync)
            throws Exception {
        Set<String> opened = new HashSet<>();
        Set<String> ended = new HashSet<>();
        Map<String, Long> delivered = new HashMap<>();
        Process edge = JournalProcess.start(dir, sync.name());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(edge.getInputStream(), StandardCharsets.US_ASCII))) {
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "open" -> opened.add(words[1]);
                    case "progress" -> delivered.put(words[1], Long.valueOf(words[2]));
                    case "done" -> ended.add(words[1]);
                    default -> throw new AssertionError(line);
                }
                if (++read == LINES) {
                    edge.toHandle().destroyForcibly();
                }
            }
            assertThat(read).isGreaterThanOrEqualTo(LINES);
        }
        assertThat(edge.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(edge.exitValue()).isEqualTo(128 + 9);
        check(opened, ended, delivered);
    }

    private void check(Set<String> opened, Set<String> ended, Map<String, Long> delivered) throws IOException {
        try (Bench successor = new Bench(TestSettings.in(dir))) {
            Set<String> dones = new HashSet<>();
            for (Segment segment : successor.store.oldestFirst()) {
                while (segment.isSpilled()) {
                    segment.reclaim()
                            .frames()
                            .forEach(frame ->
                                    dones.add(Samples.read(frame.payload()).requestId()));
                }
            }
            Map<String, UsageFrame.Done> cut = new HashMap<>();
            successor.unshipped.first(Integer.MAX_VALUE).forEach(record -> {
                UsageFrame.Done done = (UsageFrame.Done) Samples.read(record);
                assertThat(cut.put(done.requestId(), done)).isNull();
            });
            assertThat(dones).containsAll(ended).doesNotContainAnyElementsOf(cut.keySet());
            Set<String> open = new HashSet<>(opened);
            open.removeAll(dones);
            assertThat(cut.keySet()).containsAll(open);
            assertThat(open).isNotEmpty();
            for (String id : open) {
                UsageFrame.Done record = Objects.requireNonNull(cut.get(id));
                assertThat(record.outcome()).isEqualTo(UsageFrame.Outcome.INTERRUPTED);
                assertThat(record.estimated()).isTrue();
                assertThat(record.quantities().getOrDefault("output", 0L))
                        .isGreaterThanOrEqualTo(delivered.getOrDefault(id, 0L));
            }
        }
    }

    @Test
    void rule2ADirectoryIsOneEdgesAtATimeAndTheOtherIsToldSo() throws Exception {
        Process holder = JournalProcess.start(dir, "hold");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII))) {
            String id = lines.readLine().substring("held ".length());
            assertThatThrownBy(() -> JournalDirectory.open(dir, Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the journal directory " + dir + " is in use by another edge");
            holder.getOutputStream().close();
            assertThat(lines.readLine()).isEqualTo("end -1");
            assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
            try (JournalDirectory next = JournalDirectory.open(dir, Optional.of("another"))) {
                assertThat(next.edgeId()).isEqualTo(id);
            }
        } finally {
            holder.destroyForcibly();
        }
    }
}
