package dev.tollgate.operator.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Words;
import dev.tollgate.operator.resource.Group;
import dev.tollgate.operator.resource.Model;
import dev.tollgate.operator.resource.Provider;
import dev.tollgate.operator.resource.Route;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An object that the catalogue shall have.
///
/// @param kind as the management API's path has it
/// @param definition in the catalogue file's words
/// @param words all that a definition of its kind may have from here: one that is left out is taken away
/// @param drained whether a deployment takes new requests no more; null where that is left to others
record Wanted(
        String kind,
        String id,
        ObjectNode definition,
        Set<String> words,
        @Nullable Boolean drained) {
    static final String PROVIDERS = "providers";
    static final String MODELS = "models";
    static final String DEPLOYMENTS = "deployments";
    static final String GROUPS = "groups";

    private static final String CREDENTIAL = "credential";

    static Wanted of(Provider provider) {
        Provider.Spec spec = provider.getSpec();
        ObjectNode definition = Words.said(spec);
        definition.remove("credential_ref");
        definition.put(CREDENTIAL, spec.credentialRef() == null ? "none" : "managed");
        Set<String> words = words(Provider.Spec.class);
        words.remove("credential_ref");
        return of(PROVIDERS, id(spec.id(), provider.getMetadata().getName()), definition, words);
    }

    static Wanted of(Model model) {
        Model.Spec spec = model.getSpec();
        String id = id(spec.id(), model.getMetadata().getName());
        return of(MODELS, id, Words.said(spec), words(Model.Spec.class));
    }

    static Wanted of(Group group) {
        Group.Spec spec = group.getSpec();
        String id = id(spec.id(), group.getMetadata().getName());
        return of(GROUPS, id, Words.said(spec), words(Group.Spec.class));
    }

    static List<Wanted> of(Route route) {
        return route.getSpec().deployments().stream()
                .map(deployment -> of(route, deployment))
                .toList();
    }

    private static Wanted of(Route route, Route.Deployment deployment) {
        ObjectNode definition = Words.said(deployment);
        definition.remove(List.of("name", "drained"));
        definition.put("model", route.getSpec().model());
        Set<String> words = words(Route.Deployment.class);
        words.removeAll(Set.of("name", "drained"));
        String id = route.getMetadata().getName() + "/" + deployment.name();
        Wanted wanted = of(DEPLOYMENTS, id, definition, words);
        return new Wanted(DEPLOYMENTS, id, wanted.definition(), words, deployment.drained());
    }

    /// The same for the same definition.
    String digest() {
        return Words.digest(definition);
    }

    private static Wanted of(String kind, String id, ObjectNode definition, Set<String> words) {
        return new Wanted(kind, id, definition.put("id", id), words, null);
    }

    private static String id(@Nullable String said, String name) {
        return said == null ? name : said;
    }

    private static Set<String> words(Class<? extends Record> spec) {
        return Arrays.stream(spec.getRecordComponents())
                .map(RecordComponent::getName)
                .map(Words::word)
                .collect(Collectors.toSet());
    }
}
