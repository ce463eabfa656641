package dev.tollgate.local.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/// A class of `dev.tollgate.<module>` may use `dev.tollgate.<module>` and `dev.tollgate.contract`; one of an inner
/// service `dev.tollgate.inner`, too.
final class DependOnlyOnOwnModule extends ArchCondition<JavaClass> {

    private static final String ROOT = "dev.tollgate.";
    private static final String CONTRACT = "contract";
    private static final String INNER_KIT = "inner";
    private static final Set<String> INNER_SERVICES = Set.of("auth", "routing", "billing", "ratelimit", "batch");

    DependOnlyOnOwnModule() {
        super("depend only on their own module and on contracts");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String own = moduleOf(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String other = moduleOf(dependency.getTargetClass());
            if (!isAllowed(own, other)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    private static boolean isAllowed(String own, String other) {
        return other.isEmpty()
                || other.equals(own)
                || other.equals(CONTRACT)
                || (other.equals(INNER_KIT) && INNER_SERVICES.contains(own));
    }

    private static String moduleOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        String rest = name.substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
