package dev.tollgate.batch.file;

import dev.tollgate.contract.batch.v1.FileDeleted;
import dev.tollgate.contract.batch.v1.FileView;
import dev.tollgate.contract.batch.v1.Listing;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// Files of one account: the edge says of which. Another account's file is not told from one that never was.
@Tag(name = "Files")
@Path(InternalPaths.FILES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FileResource {
    private static final int LIMIT_MAX = 10_000;
    private static final int NAME_MAX = 512;
    private static final Set<String> PURPOSES = Set.of("batch", "user_data");

    private final FileRows rows;
    private final Files files;
    private final FileConfig config;

    FileResource(FileRows rows, Files files, FileConfig config) {
        this.rows = rows;
        this.files = files;
        this.config = config;
    }

    @Operation(summary = "Stores a file: `file`, `purpose`, `expires_after[anchor]`, `expires_after[seconds]`.")
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public FileView store(
            @HeaderParam(Headers.ACCOUNT) String account,
            @RestForm("file") @Nullable FileUpload file,
            @RestForm @Nullable String purpose,
            @RestForm("expires_after[anchor]") @Nullable String anchor,
            @RestForm("expires_after[seconds]") @Nullable String seconds) {
        if (file == null) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, "A file is required.", "file"));
        }
        if (purpose == null || !PURPOSES.contains(purpose)) {
            throw new ServiceException(new ServiceError(
                    purpose == null ? ErrorCode.MISSING_REQUIRED_PARAMETER : ErrorCode.INVALID_VALUE,
                    "The purpose must be `batch` or `user_data`.",
                    "purpose"));
        }
        long kept = Expiry.seconds(anchor, number(seconds), "expires_after", config.kept());
        String name = file.fileName() == null || file.fileName().isBlank() ? "file" : file.fileName();
        return files.store(
                        Ids.next("file-"),
                        account,
                        purpose,
                        name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name,
                        file.uploadedFile(),
                        file.size(),
                        kept)
                .view();
    }

    private static @Nullable Long number(@Nullable String seconds) {
        try {
            return seconds == null ? null : Long.valueOf(seconds);
        } catch (NumberFormatException _) {
            return -1L;
        }
    }

    @Operation(summary = "The account's files, newest first unless `order` is `asc`.")
    @GET
    public Listing<FileView> list(
            @HeaderParam(Headers.ACCOUNT) String account,
            @RestQuery @Nullable String purpose,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String order) {
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.INVALID_VALUE, "order must be `asc` or `desc`.", "order"));
        }
        int most = Pages.limit(limit, LIMIT_MAX, LIMIT_MAX);
        List<FileView> found = rows.page(account, purpose, after, "asc".equals(order), most + 1).stream()
                .map(StoredFile::view)
                .toList();
        return Pages.of(found, most, FileView::id);
    }

    @Operation(summary = "One file.")
    @GET
    @Path("{id}")
    public FileView get(@HeaderParam(Headers.ACCOUNT) String account, @RestPath String id) {
        return known(account, id).view();
    }

    @Operation(summary = "What is in a file.")
    @GET
    @Path("{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response content(@HeaderParam(Headers.ACCOUNT) String account, @RestPath String id) {
        StoredFile file = known(account, id);
        InputStream bytes = files.open(id);
        return Response.ok(bytes, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Length", file.bytes())
                .build();
    }

    @Operation(summary = "Deletes a file.")
    @DELETE
    @Path("{id}")
    public FileDeleted delete(@HeaderParam(Headers.ACCOUNT) String account, @RestPath String id) {
        return switch (files.delete(account, id)) {
            case MARKED -> new FileDeleted(id, "file", true);
            case IN_USE ->
                throw new ServiceException(new ServiceError(
                        ErrorCode.CONFLICT, "A batch that is under way reads this file: cancel it first.", "file_id"));
            case UNKNOWN -> throw unknown(id);
        };
    }

    private StoredFile known(String account, String id) {
        return files.find(account, id).orElseThrow(() -> unknown(id));
    }

    private static ServiceException unknown(String id) {
        return new ServiceException(new ServiceError(ErrorCode.NOT_FOUND, "There is no file '" + id + "'.", "file_id"));
    }
}
