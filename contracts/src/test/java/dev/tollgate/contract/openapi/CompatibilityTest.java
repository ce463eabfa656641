package dev.tollgate.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

class CompatibilityTest {
    private static final String BEFORE = """
            paths:
              /internal/v1/things/{id}:
                get:
                  parameters:
                  - name: id
                    in: path
                    required: true
                    schema: {type: string}
                  - name: since
                    in: query
                    schema: {type: integer}
                  responses:
                    "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
                post:
                  requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
                  responses:
                    "204": {description: done}
            components:
              schemas:
                Thing:
                  type: object
                  properties:
                    amount: {type: integer, format: int64}
                    tags: {type: array, items: {type: string}}
                    kind: {type: string, enum: [ONE, TWO]}
            """;

    @Test
    void whatIsNewAndMayBeLeftOutBreaksNothing() {
        String now = BEFORE.replace("[ONE, TWO]", "[ONE, TWO, THREE]")
                .replace(
                        "{type: integer, format: int64}",
                        "{type: integer, format: int64}\n        more: {type: string}")
                .replace("\"204\":", "\"409\": {description: taken}\n        \"204\":");
        assertThat(read(now)).isNotEqualTo(read(BEFORE));
        assertThat(Compatibility.breaks(read(BEFORE), read(now))).isEmpty();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("/things/", "/others/", "/internal/v1/things/{id} is gone"),
                arguments("post:", "put:", "post /internal/v1/things/{id} is gone"),
                arguments("name: since", "name: until", "the parameter since is gone"),
                arguments("in: query", "in: query\n        required: true", "the parameter since is required now"),
                arguments("\"204\"", "\"200\"", "the answer 204 is gone"),
                arguments("application/json: {", "text/plain: {", "application/json is gone"),
                arguments("int64", "int32", "Thing.amount: format was int64 and is int32"),
                arguments("amount:", "sum:", "Thing.amount is gone"),
                arguments("items: {type: string}", "items: {type: integer}", "Thing.tags.items: type was string"),
                arguments("[ONE, TWO]", "[ONE]", "no value [TWO] any more"),
                arguments("type: object", "type: object\n      required: [kind]", "Thing.kind is required now"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatWasThereMustStay(String from, String to, String told) {
        String now = BEFORE.replace(from, to);
        assertThat(now).isNotEqualTo(BEFORE);
        assertThat(Compatibility.breaks(read(BEFORE), read(now)))
                .anySatisfy(line -> assertThat(line).contains(told));
    }

    private static Map<?, ?> read(String yaml) {
        return new Yaml().load(yaml);
    }
}
