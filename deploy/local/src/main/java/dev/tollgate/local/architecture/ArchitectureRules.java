package dev.tollgate.local.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/// The boundaries of design and style, as rules. A service's test is one line:
/// `ArchitectureRules.checkService("dev.tollgate.billing")`.
///
/// Rules about packages that a module does not have pass: one list serves all modules.
public final class ArchitectureRules {

    /// A service imports `contracts` and libraries, never another service.
    public static final ArchRule SERVICES_DO_NOT_IMPORT_EACH_OTHER = classes()
            .that()
            .resideInAPackage("dev.tollgate..")
            .should(new DependOnlyOnOwnModule())
            .as("a module depends on itself and on contracts, never on another service")
            .allowEmptyShould(true);

    /// Feature packages of one service form no cycle.
    public static final ArchRule FEATURES_ARE_FREE_OF_CYCLES = slices().matching("dev.tollgate.*.(*)..")
            .should()
            .beFreeOfCycles()
            .as("feature packages are free of cycles")
            .allowEmptyShould(true);

    /// The contracts need nothing but the JDK, Jackson's annotations and JSpecify.
    public static final ArchRule CONTRACTS_STAND_ALONE = classes()
            .that()
            .resideInAPackage("dev.tollgate.contract..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify..",
                    "dev.tollgate.contract.."))
            .as("contracts depend on the JDK, Jackson's annotations and JSpecify only")
            .allowEmptyShould(true);

    /// The SPI of providers knows nothing of the rest of the edge.
    public static final ArchRule PROVIDER_SPI_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.tollgate.edge.provider.spi..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.tollgate.edge..")
                    .and(resideOutsideOfPackage("dev.tollgate.edge.provider.spi..")))
            .as("edge.provider.spi knows nothing else of the edge")
            .allowEmptyShould(true);

    /// An adapter knows the SPI and itself; nobody knows an adapter (it is found through the SPI's type).
    public static final ArchRule PROVIDERS_ARE_ISOLATED = classes()
            .that()
            .resideInAPackage("dev.tollgate.edge..")
            .should(new KeepProvidersApart())
            .as("edge.provider.<p> is known to nobody, and knows only itself and edge.provider.spi")
            .allowEmptyShould(true);

    /// The pipeline serves endpoints and dialects without knowing one: adding one touches nothing in it.
    public static final ArchRule PIPELINE_KNOWS_NO_ENDPOINT = noClasses()
            .that()
            .resideInAPackage("dev.tollgate.edge.pipeline..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "dev.tollgate.edge.chat..",
                            "dev.tollgate.edge.embeddings..",
                            "dev.tollgate.edge.images..",
                            "dev.tollgate.edge.audio..",
                            "dev.tollgate.edge.rerank..",
                            "dev.tollgate.edge.realtime..",
                            "dev.tollgate.edge.models..",
                            "dev.tollgate.edge.provider..")
                    .and(resideOutsideOfPackage("dev.tollgate.edge.provider.spi")))
            .as("edge.pipeline knows no endpoint and no provider")
            .allowEmptyShould(true);

    /// Payments are booked whoever the provider is: only its own package knows its library.
    public static final ArchRule STRIPE_IS_BEHIND_ITS_INTERFACE = noClasses()
            .that()
            .resideInAPackage("dev.tollgate..")
            .and()
            .resideOutsideOfPackage("dev.tollgate.billing.payment.stripe..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.stripe..", "dev.tollgate.billing.payment.stripe.."))
            .as("com.stripe is known to billing.payment.stripe alone, and that to nobody")
            .allowEmptyShould(true);

    /// Packages are named after features, not after kinds of classes.
    public static final ArchRule PACKAGES_ARE_NAMED_AFTER_FEATURES = noClasses()
            .should()
            .resideInAnyPackage(
                    "dev.tollgate..dto..",
                    "dev.tollgate..mapper..",
                    "dev.tollgate..impl..",
                    "dev.tollgate..util..",
                    "dev.tollgate..utils..",
                    "dev.tollgate..common..",
                    "dev.tollgate..helper..",
                    "dev.tollgate..manager..",
                    "dev.tollgate..service..")
            .as("no package is called dto, mapper, impl, util, common, helper, manager or service")
            .allowEmptyShould(true);

    /// Classes say what they are, not of which kind.
    public static final ArchRule CLASSES_ARE_NAMED_AFTER_WHAT_THEY_ARE = noClasses()
            .should()
            .haveNameMatching(".*(Dto|DTO|Impl|Util|Utils|Helper|Manager)")
            .as("no class is called Dto, Impl, Util, Helper or Manager")
            .allowEmptyShould(true);

    /// Services log; only programs that talk to a person print.
    public static final ArchRule NOTHING_IS_PRINTED = noClasses()
            .should(ACCESS_STANDARD_STREAMS)
            .as("nothing writes to System.out or System.err")
            .allowEmptyShould(true);

    /// What a class needs is in its constructor.
    public static final ArchRule INJECTION_IS_BY_CONSTRUCTOR = noFields()
            .should()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
            .as("no field is injected")
            .allowEmptyShould(true);

    /// The rules that hold for every module, programs that print included.
    public static final ArchRule EVERYWHERE = CompositeArchRule.of(List.of(
            SERVICES_DO_NOT_IMPORT_EACH_OTHER,
            FEATURES_ARE_FREE_OF_CYCLES,
            CONTRACTS_STAND_ALONE,
            PROVIDER_SPI_STANDS_ALONE,
            PROVIDERS_ARE_ISOLATED,
            PIPELINE_KNOWS_NO_ENDPOINT,
            STRIPE_IS_BEHIND_ITS_INTERFACE,
            PACKAGES_ARE_NAMED_AFTER_FEATURES,
            CLASSES_ARE_NAMED_AFTER_WHAT_THEY_ARE,
            INJECTION_IS_BY_CONSTRUCTOR));

    private ArchitectureRules() {}

    /// Checks a service's main classes against every rule.
    ///
    /// @param basePackage such as `dev.tollgate.billing`
    /// @throws AssertionError naming each violation
    public static void checkService(String basePackage) {
        JavaClasses classes = mainClasses(basePackage);
        EVERYWHERE.check(classes);
        NOTHING_IS_PRINTED.check(classes);
    }

    /// The main classes below a package, tests left out.
    ///
    /// @throws AssertionError when there are none: a misspelt package would pass every rule
    public static JavaClasses mainClasses(String basePackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(basePackage);
        if (classes.isEmpty()) {
            throw new AssertionError("no classes below " + basePackage);
        }
        return classes;
    }
}
