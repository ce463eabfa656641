package dev.tollgate.bench.micro;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;

/// The services' settings, by their defaults.
public final class Settings {
    private static final int ORDINAL = 300;

    private Settings() {}

    /// @param otherwise those that are not by default
    public static <T> T of(Class<T> mapping, Map<String, String> otherwise) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new MemorySizeConverter(), new DurationConverter()})
                .withSources(new PropertiesConfigSource(otherwise, "micro", ORDINAL))
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
