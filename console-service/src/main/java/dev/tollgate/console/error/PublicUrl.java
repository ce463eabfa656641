package dev.tollgate.console.error;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/// Tells in the OpenAPI document where the API is reached, if `tollgate.public-url` says so: never by a request's
/// `Host`, so that any number of host names may lead here.
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class PublicUrl implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI api) {
        ConfigProvider.getConfig()
                .getOptionalValue("tollgate.public-url", String.class)
                .ifPresent(
                        url -> api.setServers(List.of(OASFactory.createServer().url(url))));
    }
}
