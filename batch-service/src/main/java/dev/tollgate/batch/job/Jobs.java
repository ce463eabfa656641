package dev.tollgate.batch.job;

import dev.tollgate.batch.file.Files;
import dev.tollgate.batch.store.StoreUnavailable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A batch's beginning and end: its input is read, its results are written. Each by one replica at a time, and again
/// by another when that one dies.
@Singleton
class Jobs {
    private static final Logger LOG = Logger.getLogger(Jobs.class);

    private final BatchRows batches;
    private final ResultFiles results;
    private final Files files;
    private final Texts texts;
    private final JobConfig config;
    private final JobMetrics metrics;
    /// Whose beginning or end is under way.
    private volatile @Nullable String current;

    Jobs(BatchRows batches, ResultFiles results, Files files, Texts texts, JobConfig config, JobMetrics metrics) {
        this.batches = batches;
        this.results = results;
        this.files = files;
        this.texts = texts;
        this.config = config;
        this.metrics = metrics;
    }

    /// Does one thing, if there is one to do.
    ///
    /// @return whether there was
    boolean once(UUID holder, long leaseSeconds) {
        batches.finish();
        Optional<Batch> toEnd = batches.hold("finalizing", holder, leaseSeconds);
        if (toEnd.isPresent()) {
            holding(toEnd.get(), batch -> end(batch, holder));
            return true;
        }
        Optional<Batch> toBegin = batches.hold("validating", holder, leaseSeconds);
        toBegin.ifPresent(held -> holding(held, batch -> begin(batch, holder)));
        return toBegin.isPresent();
    }

    /// What has failed is not renewed, and so done again when its lease ends.
    void renew(UUID holder, long leaseSeconds) {
        String id = current;
        if (id != null) {
            batches.renew(id, holder, leaseSeconds);
        }
    }

    private void holding(Batch batch, Consumer<Batch> job) {
        current = batch.id();
        try {
            job.accept(batch);
        } finally {
            current = null;
        }
    }

    private void begin(Batch batch, UUID holder) {
        if (files.find(batch.accountId(), batch.inputFileId()).isEmpty()) {
            batches.refuse(batch.id(), holder, texts.written(BatchRows.unreadable()));
            return;
        }
        switch (read(batch)) {
            case InputReader.Input.Taken(var lines) -> batches.begin(batch.id(), holder, lines);
            case InputReader.Input.Refused(var errors) -> {
                batches.refuse(batch.id(), holder, texts.written(errors));
                metrics.ended("failed");
            }
        }
    }

    private InputReader.Input read(Batch batch) {
        int lineMax = Math.toIntExact(config.lineMax().asLongValue());
        try (InputStream file = files.open(batch.inputFileId())) {
            return InputReader.read(file, batch.endpoint(), config.linesMax(), lineMax);
        } catch (IOException e) {
            throw new StoreUnavailable(e);
        }
    }

    private void end(Batch batch, UUID holder) {
        try {
            ResultFiles.Written written = results.write(batch);
            batches.end(batch.id(), holder, written.outputFileId(), written.errorFileId());
            metrics.ended(batch.endsAs() == null ? "unknown" : batch.endsAs());
        } catch (IOException e) {
            LOG.warnf("the results of %s are written later: %s", batch.id(), e.toString());
            throw new StoreUnavailable(e);
        }
    }
}
