package io.longhaul.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.longhaul.common", "io.longhaul.dispatcher", "io.longhaul.worker");

    /** The composition roots, which may know everything, the clock included. */
    private static final String WORKER = "io.longhaul.worker.Worker";

    private static final String DISPATCHER = "io.longhaul.dispatcher.Dispatcher";

    /** Technology to the last part of the only packages that may know it. */
    private static final Map<String, List<String>> HOMES = Map.ofEntries(
            Map.entry("com.rabbitmq..", List.of("..rabbit..")),
            Map.entry("org.jdbi..", List.of("..jdbi..")),
            Map.entry("org.postgresql..", List.of("..jdbi..", "..postgres..")),
            Map.entry("com.zaxxer..", List.of("..jdbi..")),
            Map.entry("org.flywaydb..", List.of("..jdbi..")),
            Map.entry("org.redisson..", List.of("..redisson..")),
            Map.entry("com.clickhouse..", List.of("..clickhouse..")),
            Map.entry("java.sql..", List.of("..jdbi..", "..clickhouse..", "..postgres..")),
            Map.entry("com.networknt..", List.of("..definition..")),
            Map.entry("org.semver4j..", List.of("..version..")),
            Map.entry("picocli..", List.of("..cli..", "io.longhaul.worker")));

    @Test
    void packagesHaveNoImportCycles() {
        slices().matching("io.longhaul.(**)")
                .should()
                .beFreeOfCycles()
                .because("a package is understood from itself and what lies beneath it")
                .check(PRODUCT);
    }

    @Test
    void dispatcherAndWorkerNeverImportEachOtherAndCommonImportsNeither() {
        noClasses()
                .that()
                .resideInAPackage("io.longhaul.dispatcher..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.longhaul.worker..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.longhaul.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.longhaul.dispatcher..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.longhaul.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.longhaul.dispatcher..", "io.longhaul.worker..")
                .check(PRODUCT);
    }

    @Test
    void theProductDoesNotKnowTheServicesOfTestsAndQuickstart() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.longhaul.local..")
                .check(PRODUCT);
    }

    static Stream<Arguments> technologies() {
        return HOMES.entrySet().stream()
                .map(home -> Arguments.of(home.getKey(), home.getValue().toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("technologies")
    void eachTechnologyHasOneHome(String technology, String[] homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .and()
                .doNotHaveFullyQualifiedName(DISPATCHER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(PRODUCT);
    }

    @Test
    void nobodyReadsTheWallClockOrSleepsOutsideTheCompositionRoots() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(WORKER)
                .and()
                .doNotHaveFullyQualifiedName(DISPATCHER)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .because("time is a parameter, so that tests drive it")
                .check(PRODUCT);
    }

    /**
     * Clocks of several machines differ, and jump: whose life or turn it is follows from sequences and intervals. How
     * far they differ is itself worth a report.
     */
    @Test
    void nobodyDecidesByComparingWallClockTimes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..dispatcher.view..", "..dispatcher.follow..", "..dispatcher.cli..", "..common.report..")
                .should()
                .callMethod(Instant.class, "isBefore", Instant.class)
                .orShould()
                .callMethod(Instant.class, "isAfter", Instant.class)
                .orShould()
                .callMethod(Instant.class, "compareTo", Instant.class)
                .orShould()
                .callMethod(Instant.class, "until", Temporal.class, TemporalUnit.class)
                .orShould()
                .callMethod(Duration.class, "between", Temporal.class, Temporal.class)
                .orShould()
                .callMethod(Clock.class, "instant")
                .orShould()
                .callMethod(Clock.class, "millis")
                .because("times of day are for people to read")
                .check(PRODUCT);
    }

    @Test
    void nothingImportsACompositionRoot() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(WORKER)
                .and()
                .doNotHaveFullyQualifiedName(DISPATCHER)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(WORKER)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(DISPATCHER)
                .check(PRODUCT);
    }

    @Test
    void everyPackageSaysWhatItIs() {
        List<String> silent = PRODUCT.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(javaPackage -> javaPackage.tryGetPackageInfo().isEmpty())
                .map(JavaPackage::getName)
                .sorted()
                .toList();

        Assertions.assertThat(silent).isEmpty();
    }
}
