package io.longhaul.worker.prove;

import io.longhaul.common.migration.Definition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be proved.
 *
 * @param file of the definition
 * @param definition as it is in the file
 * @param parameters what is chosen for each run
 * @param place where
 * @param setups what it finds there
 * @param clean what a proof left there that was broken off is dropped
 * @param twice workers die twice, too
 */
public record Task(
        Path file,
        Definition definition,
        Map<String, String> parameters,
        Place place,
        List<Setup> setups,
        boolean clean,
        boolean twice) {

    public Task {
        parameters = Map.copyOf(parameters);
        setups = List.copyOf(setups);
    }

    /** Whether the definition is in Java; {@link #file} is the jar then. */
    boolean isInAJar() {
        return Given.isJar(file);
    }
}
