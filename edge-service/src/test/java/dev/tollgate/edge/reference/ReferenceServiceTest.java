package dev.tollgate.edge.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorType;
import dev.tollgate.edge.door.PublicRoutes;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// The document and what is served are the same.
@QuarkusTest
@NullUnmarked
class ReferenceServiceTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Inject
    @All
    List<PublicRoutes> features;

    @Test
    void anybodyMayReadIt() throws IOException {
        assertThat(document().path("openapi").textValue()).startsWith("3.1");
        assertThat(RestAssured.get("/openapi.json").asString())
                .isEqualTo(RestAssured.get("/v1/openapi.json").asString());
        assertThat(RestAssured.head("/v1/openapi.json").statusCode()).isEqualTo(200);
    }

    @Test
    void everyRouteIsDescribedAndNoOther() throws IOException {
        Set<String> described = new TreeSet<>();
        document().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method + " " + path.getKey().replaceAll("\\{[^}]+}", "*"));
                    }
                }));
        Set<String> served = new TreeSet<>();
        features.forEach(feature -> feature.publicRoutes().forEach(route -> route.methods().stream()
                .filter(method -> !method.name().equals("HEAD"))
                .forEach(method ->
                        served.add(method.name().toLowerCase(Locale.ROOT) + " " + publicPath(route.path())))));
        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyErrorIsDescribedUnderItsStatusAndNoOther() throws IOException {
        JsonNode responses = document().path("components").path("responses");
        Set<String> described = new TreeSet<>();
        responses.properties().forEach(response -> response.getValue()
                .at("/content/application~1json/schema/allOf/1/properties/error/properties/code/enum")
                .forEach(code -> described.add(response.getKey().substring(1) + " " + code.textValue())));
        assertThat(described)
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .map(code -> code.status() + " " + code.code())
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(texts(document().at("/components/schemas/Error/properties/error/properties/type/enum")))
                .isEqualTo(Arrays.stream(ErrorType.values())
                        .map(ErrorType::wireName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = document();
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.textValue().substring(1)).isMissingNode())
                .as(reference.textValue())
                .isFalse());
    }

    /// Cohere's clients ask below `/v2`, which is served as it is, too.
    private static String publicPath(String path) {
        return (path.startsWith("/v2/") ? path : "/v1" + path).replaceAll(":[a-z_]+", "*");
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::textValue)
                .collect(Collectors.toSet());
    }

    private static JsonNode document() throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(RestAssured.get("/v1/openapi.json").asByteArray());
    }
}
