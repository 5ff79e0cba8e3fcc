package dev.realtime.examples.clients;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests need and a contributor may lack, but not CI. */
public final class Tools {
    private Tools() {}

    /** The first program on the PATH that has one of these names. */
    public static Optional<String> find(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of(names).map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Aborts the tests, saying what is not tested and what mends it; fails them where CI=true. */
    public static void missing(String untested, String reason) {
        if ("true".equals(System.getenv("CI"))) {
            fail(reason);
        }
        System.err.println("NOT TESTED " + untested + ": " + reason);
        Assumptions.abort(reason);
    }
}
