package dev.tollgate.batch;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The same, with files in a bucket.
public class FilesInBucket implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(new FilesOnDisk().getConfigOverrides());
        settings.remove("tollgate.batch.objects.directory");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(dev.tollgate.local.testing.S3Resource.class));
    }
}
