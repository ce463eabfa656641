package dev.tollgate.batch;

import dev.tollgate.local.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void batchKeepsTheRules() {
        ArchitectureRules.checkService("dev.tollgate.batch");
    }
}
