package dev.tollgate.local.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// Within the edge, `provider.<p>` is used by itself alone, and uses only itself and `provider.spi`.
final class KeepProvidersApart extends ArchCondition<JavaClass> {

    private static final String EDGE = "dev.tollgate.edge";
    private static final String PROVIDERS = EDGE + ".provider.";
    private static final String SPI = "spi";

    KeepProvidersApart() {
        super("keep providers apart");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String own = adapterOf(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass();
            if (!target.getPackageName().startsWith(EDGE)) {
                continue;
            }
            String other = adapterOf(target);
            boolean entersAnAdapter = !other.isEmpty() && !other.equals(own);
            boolean leavesAnAdapter = !own.isEmpty() && !other.equals(own) && !isSpi(target);
            if (entersAnAdapter || leavesAnAdapter) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    private static boolean isSpi(JavaClass type) {
        return segment(type).equals(SPI);
    }

    private static String adapterOf(JavaClass type) {
        String segment = segment(type);
        return segment.equals(SPI) ? "" : segment;
    }

    private static String segment(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(PROVIDERS)) {
            return "";
        }
        String rest = name.substring(PROVIDERS.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
