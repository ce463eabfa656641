package dev.tollgate.auth.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The workloads file as it is written: its shape, not yet what it may say.
record WorkloadsFile(
        @Nullable String audience,
        @Nullable List<@Nullable IssuerText> issuers,
        @Nullable List<@Nullable RuleText> workloads) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /// @throws FaultyFile naming line and field
    static WorkloadsFile parse(String text) throws FaultyFile {
        try {
            WorkloadsFile file = YAML.readValue(text, WorkloadsFile.class);
            if (file == null) {
                throw new FaultyFile("is empty");
            }
            return file;
        } catch (JsonProcessingException e) {
            throw new FaultyFile(where(e) + firstLine(e.getOriginalMessage()));
        }
    }

    private static String where(JsonProcessingException e) {
        String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? line + path(mapping) + ": "
                : line;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("is not valid").replaceAll(" \\(class [^)]*\\)", "");
    }

    /// @param jwksUrl or `jwksFile`: where the keys are
    /// @param caFile by which authorities the address is trusted; without it the system's
    /// @param tokenFile what the issuer is shown
    record IssuerText(
            @Nullable String issuer,
            @JsonProperty("jwks_url") @Nullable String jwksUrl,
            @JsonProperty("jwks_file") @Nullable String jwksFile,
            @JsonProperty("ca_file") @Nullable String caFile,
            @JsonProperty("token_file") @Nullable String tokenFile) {}

    record RuleText(
            @Nullable String issuer,
            @Nullable String namespace,
            @JsonProperty("service_account") @Nullable String serviceAccount,
            @Nullable String account,
            @Nullable String group,
            @Nullable List<@Nullable String> models,
            @Nullable RateLimits limits,
            @JsonProperty("spend_limits") @Nullable List<@Nullable String> spendLimits) {}

    /// What is wrong with it, for whoever wrote it.
    static final class FaultyFile extends Exception {
        private static final long serialVersionUID = 1L;

        FaultyFile(String message) {
            super(message);
        }
    }
}
