package dev.realtime.examples.container;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test that is run on each container, which is its parameter. The build runs it once with all of them, and once more with another
 * Tomcat on the class path, on that one alone.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(ChosenContainers.class)
@Tag(ContainerTest.ON_TOMCAT)
public @interface ContainerTest {
    /** The tag of what is run with every Tomcat that the build knows. */
    String ON_TOMCAT = "tomcat";

    /** Those that it is not run on, since they have a test of their own. */
    Container[] except() default {};
}
