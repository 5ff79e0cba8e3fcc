package dev.realtime.log;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Lincheck with scenarios given: at random it takes long to come upon those that matter. */
public final class Scenarios {
    private static final Set<String> CONFINED = Set.of(
            "dev.realtime.log.SizeClasses",
            "dev.realtime.log.TopicTree",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CopyOnWriteArrayList");

    private final Class<?> test;
    private final ModelCheckingOptions options = new ModelCheckingOptions().iterations(0);

    public Scenarios(Class<?> test, Class<?> specification) {
        this.test = test;
        options.sequentialSpecification(specification)
                // Left out: what only one thread sees, or only the holder of the lock; and regular expressions, whose
                // loops would be taken for spinning.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(Scenarios::isConfined)
                        .allMethods()
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses("java.util.concurrent.ConcurrentHashMap")
                        .allMethods()
                        .treatAsAtomic());
    }

    private static boolean isConfined(String name) {
        return name.startsWith("dev.realtime.event.")
                || (name.startsWith("java.util.") && !name.startsWith("java.util.concurrent."))
                || CONFINED.contains(name);
    }

    /** Some calls first, and then two threads. */
    public Scenarios add(List<Actor> before, List<Actor> one, List<Actor> other) {
        options.addCustomScenario(new ExecutionScenario(before, List.of(one, other), List.of(), validation()));
        return this;
    }

    public void check(int invocationsOfEach) {
        options.invocationsPerIteration(invocationsOfEach).check(test);
    }

    /** A call of the test's operation with this name. */
    public Actor call(String operation, Object... arguments) {
        for (Method each : test.getMethods()) {
            if (each.getName().equals(operation)) {
                return new Actor(each, List.of(arguments));
            }
        }
        throw new IllegalArgumentException(operation);
    }

    private Actor validation() {
        for (Method each : test.getMethods()) {
            if (each.isAnnotationPresent(org.jetbrains.lincheck.datastructures.Validate.class)) {
                return new Actor(each, List.of());
            }
        }
        return null;
    }
}
