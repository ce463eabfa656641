package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The compiled catalogue and price list of one file. Immutable; every look-up is a few hash probes and allocates
/// nothing.
public final class Snapshot {
    private static final RouteOutcome UNKNOWN = new RouteOutcome.UnknownModel();
    private static final RouteOutcome NOT_ALLOWED = new RouteOutcome.NotAllowed();

    /// Who may use what, at which price, while one price version is in force.
    ///
    /// @param outcomes by group, then by model id: routed, not configured or, without a price, unknown; a model
    ///     that the group lacks is absent
    record Term(long version, long effectiveFrom, Map<String, Map<String, RouteOutcome>> outcomes) {}

    private final String version;
    private final String fileHash;
    private final Map<String, Model> names;
    private final List<Model> models;
    private final List<Term> newestFirst;
    private final Map<String, List<ShadowTarget>> shadows;
    private final List<Target> probed;

    /// @param names model ids and aliases
    /// @param newestFirst price versions, descending
    /// @param shadows by model
    /// @param probed deployments whose health is asked for
    Snapshot(
            String version,
            String fileHash,
            Map<String, Model> names,
            List<Model> models,
            List<Term> newestFirst,
            Map<String, List<ShadowTarget>> shadows,
            List<Target> probed) {
        this.version = version;
        this.fileHash = fileHash;
        this.names = Map.copyOf(names);
        this.models = List.copyOf(models);
        this.newestFirst = List.copyOf(newestFirst);
        this.shadows = Map.copyOf(shadows);
        this.probed = List.copyOf(probed);
    }

    /// Which deployments are sent copies of this model's requests.
    public List<ShadowTarget> shadows(String model) {
        return shadows.isEmpty() ? List.of() : shadows.getOrDefault(model, List.of());
    }

    /// The deployments whose health is asked for.
    public List<Target> probed() {
        return probed;
    }

    /// The catalogue's version.
    public String version() {
        return version;
    }

    /// Of the catalogue file that routes and prices were made from.
    public String fileHash() {
        return fileHash;
    }

    /// The price version in force at this time, or -1 when none is yet.
    public long priceVersion(long nowMillis) {
        Term term = inForce(nowMillis);
        return term == null ? -1 : term.version();
    }

    /// Where this name leads for this key, judged at this time.
    ///
    /// @param nowMillis the request's admission, Unix milliseconds
    public RouteOutcome route(String name, KeyContext key, long nowMillis) {
        Model model = names.get(name);
        Term term = inForce(nowMillis);
        if (model == null || term == null) {
            return UNKNOWN;
        }
        Map<String, RouteOutcome> group = term.outcomes().get(key.group());
        RouteOutcome outcome = group == null ? null : group.get(model.id());
        return outcome == null || !listedBy(key, model) ? NOT_ALLOWED : outcome;
    }

    /// The models that this key can call now, aliases after their model, in the catalogue's order.
    public List<ListedModel> listed(KeyContext key, long nowMillis) {
        List<ListedModel> listed = new ArrayList<>();
        for (Model model : models) {
            if (route(model.id(), key, nowMillis) instanceof RouteOutcome.Routed routed) {
                listed.add(entry(model.id(), routed.route()));
                model.aliases().forEach(alias -> listed.add(entry(alias, routed.route())));
            }
        }
        return listed;
    }

    /// One entry of the list by its id or alias, or null when this key cannot call it now.
    public @Nullable ListedModel listed(String name, KeyContext key, long nowMillis) {
        return route(name, key, nowMillis) instanceof RouteOutcome.Routed routed ? entry(name, routed.route()) : null;
    }

    /// How many models no group can call at this time for want of a price.
    int unpriced(long nowMillis) {
        Term term = inForce(nowMillis);
        int count = 0;
        for (Model model : models) {
            boolean priced = term != null
                    && term.outcomes().values().stream()
                            .map(group -> group.get(model.id()))
                            .anyMatch(outcome -> outcome != null && !(outcome instanceof RouteOutcome.UnknownModel));
            count += priced ? 0 : 1;
        }
        return count;
    }

    int size() {
        return models.size();
    }

    private @Nullable Term inForce(long nowMillis) {
        for (int i = 0; i < newestFirst.size(); i++) {
            if (newestFirst.get(i).effectiveFrom() <= nowMillis) {
                return newestFirst.get(i);
            }
        }
        return null;
    }

    /// Any name of a model on the key's own list allows it.
    private boolean listedBy(KeyContext key, Model model) {
        List<String> own = key.models();
        if (own == null) {
            return true;
        }
        for (int i = 0; i < own.size(); i++) {
            Model named = names.get(own.get(i));
            if (named != null && named.id().equals(model.id())) {
                return true;
            }
        }
        return false;
    }

    private static ListedModel entry(String name, Route route) {
        Model model = route.model();
        return new ListedModel(
                name,
                model.id(),
                model.created(),
                model.owner(),
                model.contextWindow(),
                model.outputBound(),
                model.capabilities(),
                route.price(),
                route.free());
    }

    @Override
    public String toString() {
        return "Snapshot[" + version + "]";
    }
}
