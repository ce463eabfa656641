package dev.tollgate.batch.object;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which store it is, by configuration.
@Singleton
class Store {
    private final Objects objects;

    Store(ObjectConfig config) {
        this.objects =
                switch (config.kind()) {
                    case DISK -> new DiskObjects(config.directory());
                    case S3 -> new BucketObjects(config.s3());
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
