package dev.tollgate.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Requires;
import dev.tollgate.local.architecture.ArchitectureRules;
import jakarta.ws.rs.HttpMethod;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final DescribedPredicate<JavaMethod> ENDPOINTS =
            DescribedPredicate.describe("are endpoints", method -> method.isMetaAnnotatedWith(HttpMethod.class));

    @Test
    void keepsTheHousesBoundaries() {
        ArchitectureRules.checkService("dev.tollgate.console");
    }

    @Test
    void eachEndpointHasARuleOfWhoMayCallIt() {
        methods()
                .that(ENDPOINTS)
                .and()
                .areDeclaredInClassesThat()
                .areNotInterfaces()
                .should()
                .beAnnotatedWith(Requires.class)
                .orShould()
                .beAnnotatedWith(OpenToAll.class)
                .check(ArchitectureRules.mainClasses("dev.tollgate.console"));
    }
}
