package dev.tollgate.batch;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Files in a directory, and a runner that is quick.
public class FilesOnDisk implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tollgate.batch.objects.directory", "target/test-files",
                "quarkus.http.body.uploads-directory", "target/test-uploads",
                "tollgate.batch.files.account-max", "64K",
                "tollgate.batch.files.file-max", "32K",
                "tollgate.batch.jobs.line-max", "8K",
                "tollgate.batch.runner.idle", "20ms",
                "tollgate.batch.runner.tries-max", "2",
                "tollgate.batch.runner.credit-pause", "1s",
                "tollgate.batch.runner.lease", "3s");
    }
}
