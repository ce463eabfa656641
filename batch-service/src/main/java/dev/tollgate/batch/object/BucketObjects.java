package dev.tollgate.batch.object;

import dev.tollgate.batch.store.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// A bucket of S3, or of a store that speaks its API. An object is there whole or not at all: the store sees to it.
final class BucketObjects implements Objects, AutoCloseable {
    private final S3Client client;
    private final String bucket;
    private final String prefix;

    BucketObjects(BucketConfig config) {
        this.bucket = config.name().orElseThrow(() -> new IllegalStateException("set tollgate.batch.bucket.name"));
        this.prefix = config.prefix().orElse("");
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle())
                // Without chunks of its own, which not every store reads: the file is read twice instead.
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                // Checksums that other stores do not know are left out where S3 does not require them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(credentials(config))
                .httpClient(UrlConnectionHttpClient.builder()
                        .socketTimeout(config.timeout())
                        .build())
                .overrideConfiguration(override -> override.apiCallTimeout(config.timeout()));
        config.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    private static AwsCredentialsProvider credentials(BucketConfig config) {
        return config.accessKeyId()
                .<AwsCredentialsProvider>map(id -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(id, config.secretAccessKey().orElse(""))))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    @Override
    public void put(String name, Path file) {
        try {
            client.putObject(put -> put.bucket(bucket).key(prefix + name), RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public InputStream open(String name) {
        try {
            return client.getObject(get -> get.bucket(bucket).key(prefix + name));
        } catch (SdkException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public byte[] read(String name, long from, int length) {
        try (InputStream part = client.getObject(
                get -> get.bucket(bucket).key(prefix + name).range("bytes=" + from + "-" + (from + length - 1)))) {
            byte[] bytes = part.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException(name + " is shorter than it was");
            }
            return bytes;
        } catch (SdkException | IOException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            client.deleteObject(delete -> delete.bucket(bucket).key(prefix + name));
        } catch (SdkException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
