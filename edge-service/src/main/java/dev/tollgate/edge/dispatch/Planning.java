package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.RoutePlanner;
import dev.tollgate.edge.catalogue.Standing;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.catalogue.Wish;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Makes plans by what this edge knows of its deployments, and learns from what becomes of them.
@Singleton
class Planning {
    /// @param wish as the planner was asked
    /// @param order to try, empty when none may be tried
    /// @param offered how many deployments there are, healthy or not
    record Plan(Wish wish, List<Target> order, int offered) {}

    private final DeploymentHealth health;
    private final FirstTokens firstTokens;
    private final Pins pins;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

    Planning(DeploymentHealth health, FirstTokens firstTokens, Pins pins) {
        this.health = health;
        this.firstTokens = firstTokens;
        this.pins = pins;
    }

    /// For one request, now.
    Plan plan(List<Target> targets, RouteWish asked, boolean streaming) {
        boolean together = mayGather(targets, asked)
                && pins.isSeldom(asked.model(), asked.opening(), targets.size(), asked.cacheMillis());
        return plan(targets, asked, streaming, together);
    }

    /// The same, for one that is not sent.
    Plan rehearse(List<Target> targets, RouteWish asked, boolean streaming) {
        boolean together = mayGather(targets, asked) && pins.wasSeldom(asked.model(), asked.opening(), targets.size());
        return plan(targets, asked, streaming, together);
    }

    private Plan plan(List<Target> targets, RouteWish asked, boolean streaming, boolean together) {
        Wish wish = new Wish(
                asked.strategy(),
                together ? asked.opening() : asked.conversation(),
                pinned(targets, asked),
                asked.likely(),
                asked.hints());
        return new Plan(wish, RoutePlanner.plan(targets, standing(streaming), wish), targets.size());
    }

    /// An opening that is in use too seldom to be warm everywhere brings its conversations together; where it is in
    /// use often, each goes its own way.
    private static boolean mayGather(List<Target> targets, RouteWish asked) {
        return targets.size() > 1 && asked.opening() != 0 && asked.cacheMillis() > 0;
    }

    private @Nullable String pinned(List<Target> targets, RouteWish asked) {
        return targets.size() > 1 && asked.cacheMillis() > 0 ? pins.of(asked.model(), asked.conversation()) : null;
    }

    /// As things stand.
    Standing standing(boolean streaming) {
        return new Standing() {
            @Override
            public boolean allows(String deployment) {
                return health.allows(deployment);
            }

            @Override
            public double firstTokenMillis(String deployment) {
                return firstTokens.millis(deployment, streaming);
            }

            @Override
            public int underWay(String deployment) {
                AtomicInteger count = underWay.get(deployment);
                return count == null ? 0 : count.get();
            }
        };
    }

    void begun(Target target) {
        underWay.computeIfAbsent(target.id(), id -> new AtomicInteger()).incrementAndGet();
    }

    void over(Target target) {
        AtomicInteger count = underWay.get(target.id());
        if (count != null) {
            count.decrementAndGet();
        }
    }

    /// The first of an answer came, or nothing in all this time.
    void waited(Target target, boolean streaming, long millis) {
        firstTokens.took(target.id(), streaming, millis);
    }

    /// It has the conversation in its cache now. A request that went elsewhere only because its own deployment was
    /// crowded moves nothing: that one has more of it.
    void answered(Plan plan, RouteWish asked, Target target) {
        if (plan.offered() > 1 && asked.cacheMillis() > 0 && !isAside(plan, target)) {
            pins.pin(asked.model(), asked.conversation(), target.id(), asked.cacheMillis());
        }
    }

    private static boolean isAside(Plan plan, Target target) {
        String pinned = plan.wish().pinned();
        return pinned != null
                && target.id().equals(plan.order().getFirst().id())
                && !target.id().equals(pinned)
                && plan.order().stream()
                        .anyMatch(other -> other.id().equals(pinned)
                                && other.deployment().priority()
                                        == target.deployment().priority());
    }
}
