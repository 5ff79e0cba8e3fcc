package dev.realtime.examples.container;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The containers that tests run on: all, or those that the system property {@code containers} names. */
public final class ChosenContainers extends AnnotationBasedArgumentsProvider<ContainerTest> {
    private static final String PROPERTY = "containers";

    public static List<Container> all() {
        String names = System.getProperty(PROPERTY);
        return names == null
                ? List.of(Container.values())
                : Arrays.stream(names.split(",")).map(Container::named).toList();
    }

    @Override
    protected Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context, ContainerTest test) {
        List<Container> except = List.of(test.except());
        return all().stream().filter(each -> !except.contains(each)).map(Arguments::of);
    }
}
