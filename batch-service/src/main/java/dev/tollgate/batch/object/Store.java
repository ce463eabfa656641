package dev.tollgate.batch.object;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which store it is, by configuration.
@Singleton
class Store {
    private final Objects objects;

    Store(ObjectConfig config, BucketConfig bucket) {
        this.objects = switch (config.kind()) {
            case DISK -> new DiskObjects(config.directory());
            case BUCKET -> new BucketObjects(bucket);
        };
    }

    @Produces
    @Singleton
    Objects objects() {
        return objects;
    }

    @PreDestroy
    void close() throws Exception {
        if (objects instanceof AutoCloseable client) {
            client.close();
        }
    }
}
