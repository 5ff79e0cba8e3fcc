package dev.realtime.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.realtime.redis");

    @Test
    void two_classes_are_the_api() {
        assertThat(MODULE.stream()
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("RedisEventLog", "RedisEventLogBuilder");
    }

    @Test
    void the_order_of_appends_knows_no_connection() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.(Appends|Answer|State|Arrivals|Health|Loop)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce..")
                .check(MODULE);
    }

    @Test
    void it_needs_the_core_and_lettuce() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.realtime..", "java..", "io.lettuce..", "org.slf4j", "org.jspecify.annotations")
                .check(MODULE);
    }
}
