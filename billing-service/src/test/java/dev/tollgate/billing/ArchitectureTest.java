package dev.tollgate.billing;

import dev.tollgate.local.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void billingKeepsTheRules() {
        ArchitectureRules.checkService("dev.tollgate.billing");
    }
}
