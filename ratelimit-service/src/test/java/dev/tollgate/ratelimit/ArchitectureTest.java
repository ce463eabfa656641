package dev.tollgate.ratelimit;

import dev.tollgate.local.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void ratelimitKeepsTheRules() {
        ArchitectureRules.checkService("dev.tollgate.ratelimit");
    }
}
