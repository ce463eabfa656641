package dev.tollgate.operator;

import dev.tollgate.local.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheHousesBoundaries() {
        ArchitectureRules.EVERYWHERE.check(ArchitectureRules.mainClasses("dev.tollgate.operator"));
    }
}
