package dev.realtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.realtime.event.Json;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.realtime";
    private static final String EVENT = "dev.realtime.event";
    private static final String LOG = "dev.realtime.log";
    private static final String WIRE = "dev.realtime.wire";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @Test
    void packages_have_no_cycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CORE);
    }

    @Test
    void there_are_four_packages_and_each_is_null_marked() {
        assertThat(CORE.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(ROOT, EVENT, LOG, WIRE);
        assertThat(CORE.stream().map(JavaClass::getPackage).distinct())
                .allMatch((JavaPackage each) -> each.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void dependencies_point_down() {
        noClasses()
                .that()
                .resideInAPackage(EVENT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, LOG, WIRE)
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage(LOG)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, WIRE)
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage(WIRE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CORE);
    }

    @Test
    void one_class_knows_jackson() {
        noClasses()
                .that()
                .haveNameNotMatching(Json.class.getName().replace(".", "\\.") + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CORE);
    }

    @Test
    void the_core_knows_no_container_and_no_library_but_three() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..", "java..", "com.fasterxml.jackson..", "org.slf4j", "org.jspecify.annotations")
                .check(CORE);
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass each) {
            return SliceIdentifier.of(each.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
