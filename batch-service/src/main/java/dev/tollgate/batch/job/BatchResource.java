package dev.tollgate.batch.job;

import dev.tollgate.batch.file.Expiry;
import dev.tollgate.batch.file.Ids;
import dev.tollgate.batch.file.Pages;
import dev.tollgate.contract.batch.v1.BatchCommand;
import dev.tollgate.contract.batch.v1.BatchCommand.ExpiresAfter;
import dev.tollgate.contract.batch.v1.BatchView;
import dev.tollgate.contract.batch.v1.Listing;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Batches of one account: the edge says of which. Another account's batch is not told from one that never was.
@Tag(name = "Batches")
@Path(InternalPaths.BATCHES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BatchResource {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 100;

    private final BatchRows batches;
    private final Texts texts;
    private final JobConfig config;

    BatchResource(BatchRows batches, Texts texts, JobConfig config) {
        this.batches = batches;
        this.texts = texts;
        this.config = config;
    }

    @Operation(summary = "Makes a batch of a file's lines; they are asked for the key that asks now.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public BatchView make(
            @HeaderParam(Headers.ACCOUNT) String account,
            @HeaderParam(Headers.KEY_ID) String key,
            @HeaderParam(Headers.BATCH_KEY) String keyHash,
            @HeaderParam(Headers.CLIENT_ADDRESS) String address,
            @Nullable BatchCommand asked) {
        BatchCommand command = asked == null ? new BatchCommand(null, null, null, null, null) : asked;
        ServiceError fault = BatchRules.fault(command, config.endpoints(), config.window());
        if (fault != null) {
            throw new ServiceException(fault);
        }
        ExpiresAfter expires = command.outputExpiresAfter();
        long kept = Expiry.seconds(
                expires == null ? null : expires.anchor(),
                expires == null ? null : expires.seconds(),
                "output_expires_after",
                config.resultsKept());
        String input = Objects.requireNonNull(command.inputFileId());
        BatchRows.Added added = batches.add(
                new BatchRows.Wanted(
                        Ids.next("batch_"),
                        account,
                        key,
                        keyHash,
                        address,
                        Objects.requireNonNull(command.endpoint()),
                        input,
                        Objects.requireNonNull(command.completionWindow()),
                        command.metadata() == null ? null : texts.written(command.metadata()),
                        kept,
                        config.window().toSeconds()),
                config.accountMax());
        return switch (added) {
            case BatchRows.Added.Made(Batch batch) -> batch.view(texts);
            case BatchRows.Added.NoInput() ->
                throw new ServiceException(new ServiceError(
                        ErrorCode.NOT_FOUND, "There is no file '" + input + "' of purpose `batch`.", "input_file_id"));
            case BatchRows.Added.TooMany() ->
                throw new ServiceException(new ServiceError(
                        ErrorCode.RATE_LIMIT_EXCEEDED,
                        "The account has " + config.accountMax() + " batches under way: wait for one to end."));
        };
    }

    @Operation(summary = "The account's batches, newest first.")
    @GET
    public Listing<BatchView> list(
            @HeaderParam(Headers.ACCOUNT) String account,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit) {
        int most = Pages.limit(limit, LIMIT, LIMIT_MAX);
        List<BatchView> found = batches.page(account, after, most + 1).stream()
                .map(batch -> batch.view(texts))
                .toList();
        return Pages.of(found, most, BatchView::id);
    }

    @Operation(summary = "One batch.")
    @GET
    @Path("{id}")
    public BatchView get(@HeaderParam(Headers.ACCOUNT) String account, @RestPath String id) {
        return known(account, id).view(texts);
    }

    @Operation(summary = "Asks for no more lines of a batch; what is answered is told.")
    @POST
    @Path("{id}/cancel")
    public BatchView cancel(@HeaderParam(Headers.ACCOUNT) String account, @RestPath String id) {
        boolean cancelled = batches.cancel(account, id);
        Batch batch = known(account, id);
        if (!cancelled
                && !batch.status().equals("cancelling")
                && !batch.status().equals("cancelled")) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.CONFLICT, "The batch is " + batch.status() + " and cannot be cancelled.", "batch_id"));
        }
        return batch.view(texts);
    }

    private Batch known(String account, String id) {
        return batches.find(account, id)
                .orElseThrow(() -> new ServiceException(
                        new ServiceError(ErrorCode.NOT_FOUND, "There is no batch '" + id + "'.", "batch_id")));
    }
}
