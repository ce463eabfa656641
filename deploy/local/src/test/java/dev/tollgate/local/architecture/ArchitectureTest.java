package dev.tollgate.local.architecture;

import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void localKeepsTheRules() {
        ArchitectureRules.EVERYWHERE.check(ArchitectureRules.mainClasses("dev.tollgate.local"));
    }

    @Test
    void contractsKeepTheRules() {
        ArchitectureRules.checkService("dev.tollgate.contract");
    }
}
