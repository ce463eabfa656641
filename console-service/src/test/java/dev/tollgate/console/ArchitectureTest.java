package dev.tollgate.console;

import dev.tollgate.local.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheHousesBoundaries() {
        ArchitectureRules.checkService("dev.tollgate.console");
    }
}
