package dev.tollgate.operator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// Generates a kind's definition of its class.
final class Definitions {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Definitions() {}

    /// The only file that is then in the folder.
    static Path generate(Class<? extends CustomResource<?, ?>> kind, Path folder) throws IOException {
        new CRDGenerator()
                .customResourceClasses(kind)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new Completion())
                .inOutputDir(folder.toFile())
                .generate();
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /// A record's component gives its annotations to its field and to its accessor: the generator finds each
    /// rule twice. And no resource is without a spec.
    private static final class Completion implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata definition, String version) {
            ObjectNode json = SERIALIZATION.convertValue(definition, ObjectNode.class);
            unrepeat(json);
            json.at("/spec/versions").forEach(one -> ((ObjectNode) one.at("/schema/openAPIV3Schema"))
                    .putArray("required")
                    .add("spec"));
            return SERIALIZATION.convertValue(json, CustomResourceDefinition.class);
        }
    }

    private static void unrepeat(JsonNode node) {
        if (node.path("x-kubernetes-validations") instanceof ArrayNode rules) {
            Set<JsonNode> once = new LinkedHashSet<>();
            rules.forEach(once::add);
            rules.removeAll();
            once.forEach(rules::add);
        }
        node.forEach(Definitions::unrepeat);
    }
}
