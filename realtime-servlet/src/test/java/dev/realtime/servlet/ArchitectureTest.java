package dev.realtime.servlet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.realtime");
    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.realtime.servlet");

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getSimpleName());
    }

    private Set<String> thatDependOn(String packages) {
        return ours.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> resideInAPackage(packages).test(dependency.getTargetClass())))
                .map(ArchitectureTest::outermost)
                .collect(Collectors.toSet());
    }

    @Test
    void only_these_see_a_container_the_rest_is_pure() {
        assertThat(thatDependOn("jakarta.."))
                .containsExactlyInAnyOrder(
                        "RealtimeServlet", // is a servlet
                        "RealtimeServletBuilder", // the principal of a request
                        "HttpRouter", // a request to its transport
                        "Exchange", // a request and its answer
                        "Origins", // a request's headers
                        "PublishTransport", // a request's body
                        "PollTransport", // an answer's status and headers
                        "LongPollTransport",
                        "SseTransport",
                        "ClientScript",
                        "Connection", // hands the two to the next
                        "AsyncOutput"); // the asynchronous side
    }

    @Test
    void only_one_class_knows_the_asynchronous_side_of_an_answer() {
        assertThat(ours.stream()
                        .filter(type -> type.isAssignableTo("jakarta.servlet.WriteListener")
                                || type.isAssignableTo("jakarta.servlet.AsyncListener"))
                        .map(JavaClass::getSimpleName))
                .containsExactly("AsyncOutput");
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        slices().matching("dev.realtime.(**)").should().beFreeOfCycles().check(ours);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.realtime.servlet..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.realtime.servlet..")
                .check(all);
    }

    @Test
    void nothing_is_public_that_need_not_be() {
        assertThat(ours.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> type.getEnclosingClass()
                                .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                                .orElse(true))
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrder(
                        "dev.realtime.servlet.RealtimeServlet",
                        "dev.realtime.servlet.RealtimeServletBuilder",
                        "dev.realtime.servlet.HttpTransport",
                        "dev.realtime.servlet.Exchange",
                        "dev.realtime.servlet.Exchange$Continuation",
                        "dev.realtime.servlet.QueryString", // a WebSocket endpoint without the servlet reads it too
                        "dev.realtime.servlet.Origins",
                        "dev.realtime.servlet.StreamFormat",
                        "dev.realtime.servlet.ProblemException");
    }
}
